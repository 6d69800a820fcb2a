import { constant, define } from '@gnp/options';
import type { Given } from '@gnp/options';
import { exponential } from './exponential.js';
import type { Schedule } from './schedule.js';
import { remainingSteps, totalSteps, warmedUp, warmupOptions } from './warmed-up.js';

/**
 * A linear warmup from 0 to `peak`, then a smooth exponential decay to a share of it.
 *
 * @throws RangeError if a number is impossible, or the warmup leaves no step for the decay
 */
export const warmupExponential = define(
  {
    name: 'exponential',
    title: 'warmup, then an exponential decay',
    options: {
      ...warmupOptions,
      totalSteps,
      remaining: constant('share of the peak that is left at the end', {
        above: 0,
        most: 1,
        default: 0.012,
      }),
    },
  },
  ({ totalSteps, remaining, ...warmup }): Schedule => {
    const steps = remainingSteps(warmup.warmupSteps, totalSteps);
    return warmedUp(warmup, exponential({ from: warmup.peak, rate: remaining, steps }));
  },
);

/** Options of {@link warmupExponential}. */
export type WarmupExponentialOptions = Given<typeof warmupExponential.options>;
