import { constant, steps } from '@gnp/options';
import { join } from './join.js';
import { linear } from './linear.js';
import type { Schedule } from './schedule.js';

/** The options of a linear warmup, which all learning rates of recipes have. */
export const warmupOptions = {
  peak: constant('largest value, reached at the end of the warmup', { above: 0 }),
  warmupSteps: steps('length of the linear warmup from 0', { default: 0 }),
};

/** The option of schedules that end with the run. */
export const totalSteps = steps('length of the whole schedule, warmup included');

/** A linear warmup from 0 to `peak`, then what counts its steps from there. */
export function warmedUp(
  { peak, warmupSteps }: { readonly peak: number; readonly warmupSteps: number },
  after: Schedule,
): Schedule {
  return join([linear({ from: 0, to: peak, steps: warmupSteps }), after], [warmupSteps]);
}

/**
 * The steps that a warmup leaves.
 *
 * @throws RangeError if it leaves none
 */
export function remainingSteps(warmupSteps: number, totalSteps: number): number {
  if (warmupSteps < totalSteps) return totalSteps - warmupSteps;
  throw new RangeError(
    `A warmup of ${warmupSteps} steps leaves none of the ${totalSteps} for the decay.`,
  );
}
