import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import os from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TrialState } from './trial-state.js';
import type { Trial } from './trials.js';

const command = fileURLToPath(new URL('../../bin/gnp.js', import.meta.url));

/** How a run ended. */
export interface TrialEnd {
  readonly how: 'done' | 'interrupted' | 'failed';
  /** What it said last where it failed. */
  readonly message?: string;
}

/**
 * Trains one run of a sweep in a process of its own, or goes on with it; what it prints goes to `logs`.
 *
 * @param jobs how many run at a time and share the processors
 * @param signal passes an interrupt on, upon which the run saves where it is
 */
export function runTrial(
  sweepDir: string,
  trial: Trial,
  {
    stage,
    jobs,
    recipe,
    signal,
  }: Pick<TrialState, 'stage'> & { jobs: number; recipe: string; signal: AbortSignal },
): Promise<TrialEnd> {
  const folder = ['--working-dir', join(sweepDir, trial.folder)];
  const args =
    stage === 'begun'
      ? ['train', '--resume', ...folder]
      : ['train', recipe, ...trial.set.map((setting) => `--set=${setting}`), ...folder];
  const log = join(sweepDir, 'logs', `${trial.folder.replaceAll('/', '-')}.log`);
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, 'a');
  const share = Math.max(1, Math.floor(os.availableParallelism() / jobs));
  const child = spawn(process.execPath, [command, ...args], {
    stdio: ['ignore', output, output],
    // a terminal's Ctrl-C reaches this process alone, which passes it on once: a second one would not let it save
    detached: true,
    env: { ...process.env, ...(jobs > 1 && { OMP_NUM_THREADS: String(share) }) },
  });
  closeSync(output);
  const interrupt = () => void child.kill('SIGINT');
  signal.addEventListener('abort', interrupt);
  return new Promise((resolve) => {
    const end = (how: TrialEnd['how'], message?: string) => {
      signal.removeEventListener('abort', interrupt);
      resolve({ how, ...(message !== undefined && { message }) });
    };
    child.on('error', ({ message }) => end('failed', message));
    child.on('exit', (status, killed) => {
      if (status === 0) end('done');
      else if (status !== null && status > 128) end('interrupted');
      else end('failed', killed ? `it was ended by ${killed}` : lastLine(log));
    });
  });
}

function lastLine(path: string): string {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  return lines.at(-1) ?? '';
}
