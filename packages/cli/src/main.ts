import { run } from './program.js';

// a reader that has read enough, as in `gnp models | head -1`, ends the printing alone
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

process.exitCode = await run(process.argv.slice(2));
