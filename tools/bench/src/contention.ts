import { execFile, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { median } from './statistics.js';

const options = {
  model: { type: 'string', default: 'resnet8' },
  batch: { type: 'string', default: '64' },
  epochs: { type: 'string', default: '3' },
  rounds: { type: 'string', default: '3' },
  busy: { type: 'string', default: '0,1,2,4' },
  threads: { type: 'string', default: 'auto,1' },
} as const;

const program = fileURLToPath(new URL('measure-loop.js', import.meta.url));

/**
 * `npm run bench -- contention`: images a second of training on `onednn` beside so many processes that do
 * nothing but compute, by number of threads; and two trainings side by side.
 */
export async function benchContention(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options });
  const { model, batch, epochs } = values;
  const measure = async (threads: string): Promise<number> => {
    const settings = ['trainer', model, batch, epochs, 'onednn'];
    const all = [program, ...settings, ...(threads === 'auto' ? [] : [threads])];
    const { stdout } = await promisify(execFile)(process.execPath, all);
    return (1000 * Number(batch)) / Number(stdout);
  };
  const medianOf = async (take: () => Promise<number>): Promise<number> => {
    const all: number[] = [];
    for (let round = 0; round < Number(values.rounds); round++) all.push(await take());
    return median(all);
  };
  console.log(`${model} on digits, batch ${batch}, images a second, medians of ${values.rounds}\n`);
  for (const threads of values.threads.split(',')) {
    const row = [`threads ${threads}`.padEnd(14)];
    for (const count of values.busy.split(',').map(Number)) {
      const busy = Array.from({ length: count }, () =>
        spawn(process.execPath, ['-e', 'for (;;);']),
      );
      try {
        const rate = await medianOf(() => measure(threads));
        row.push(`beside ${count}: ${rate.toFixed(0)}`);
      } finally {
        for (const one of busy) one.kill();
      }
    }
    const pair = await medianOf(async () =>
      Math.min(...(await Promise.all([measure(threads), measure(threads)]))),
    );
    console.log([...row, `each of two: ${pair.toFixed(0)}`].join('   '));
  }
}
