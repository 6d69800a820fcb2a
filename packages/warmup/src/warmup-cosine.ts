import { cosine } from './cosine.js';
import { join } from './join.js';
import { linear } from './linear.js';
import { checkSteps } from './schedule.js';
import type { Schedule } from './schedule.js';

/** Options of {@link warmupCosine}. */
export interface WarmupCosineOptions {
  /** Value at the end of the warmup. */
  readonly peak: number;
  /** Length of the linear warmup from 0. Default 0: none. */
  readonly warmupSteps?: number;
  /** Length of the whole schedule, warmup included; more than `warmupSteps`. */
  readonly totalSteps: number;
  /** Value at the end. Default 0. */
  readonly end?: number;
}

/**
 * A linear warmup from 0 to `peak`, then half a cosine to `end` over the remaining steps: the
 * learning rate of all the papers' recipes.
 *
 * @throws RangeError if the warmup leaves no step for the decay
 */
export function warmupCosine(options: WarmupCosineOptions): Schedule {
  const { peak, warmupSteps = 0, totalSteps, end = 0 } = options;
  checkSteps(warmupSteps, 'warmupSteps');
  checkSteps(totalSteps, 'totalSteps', 1);
  if (warmupSteps >= totalSteps) {
    throw new RangeError(
      `A warmup of ${warmupSteps} steps leaves none of the ${totalSteps} for the decay.`,
    );
  }
  const decay = cosine({ from: peak, to: end, steps: totalSteps - warmupSteps });
  return join([linear({ from: 0, to: peak, steps: warmupSteps }), decay], [warmupSteps]);
}
