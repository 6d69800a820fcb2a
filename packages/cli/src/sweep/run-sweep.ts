import { formatPercent } from '@gnp/report';
import { runTrial } from './run-trial.js';
import { stateOfTrial } from './trial-state.js';
import type { Trial } from './trials.js';

/** How the runs of a sweep are run. */
export interface SweepOptions {
  readonly dir: string;
  readonly recipe: string;
  /** How many at a time. */
  readonly jobs: number;
  /** Ends the sweep: running ones save where they are. */
  readonly signal: AbortSignal;
  /** Is given what goes well. */
  readonly tell: (line: string) => void;
  /** Is given what does not. */
  readonly warn: (line: string) => void;
}

/**
 * Runs what is not done of a sweep; what has begun goes on. A run that fails does not keep the others from running.
 *
 * @returns how many failed, or were interrupted by themselves
 */
export async function runSweep(trials: readonly Trial[], options: SweepOptions): Promise<number> {
  const { dir, recipe, jobs, signal, tell, warn } = options;
  const waiting = trials.map((trial, index) => ({ trial, index }));
  let failed = 0;
  const work = async () => {
    for (let next = waiting.shift(); next && !signal.aborted; next = waiting.shift()) {
      const { trial, index } = next;
      const what = `${index + 1}/${trials.length} ${trial.name}, seed ${trial.seed}`;
      const { stage } = await stateOfTrial(dir, trial);
      if (stage === 'done') continue;
      tell(`${what}: ${stage === 'begun' ? 'goes on' : 'begins'}`);
      const { how, message } = await runTrial(dir, trial, { stage, jobs, recipe, signal });
      if (how === 'interrupted' && signal.aborted) continue;
      if (how !== 'done') {
        failed++;
        warn(`${what}: ${how === 'failed' ? `failed, ${message}` : 'interrupted'}`);
        continue;
      }
      const { figures } = await stateOfTrial(dir, trial);
      tell(`${what}: test error ${formatPercent(figures?.final?.errorRate ?? NaN)}`);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  return failed;
}
