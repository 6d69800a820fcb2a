import { constant, define, milestones } from '@gnp/options';
import type { Given } from '@gnp/options';
import { piecewise } from './piecewise.js';
import type { Schedule } from './schedule.js';
import { warmedUp, warmupOptions } from './warmed-up.js';

/**
 * A linear warmup from 0 to `peak`, which is multiplied by `factor` at each of some steps.
 *
 * @throws RangeError if a number is impossible, or a step lies within the warmup
 */
export const warmupPiecewise = define(
  {
    name: 'piecewise',
    title: 'warmup, then a fraction at each milestone',
    options: {
      ...warmupOptions,
      steps: milestones('when the value is multiplied by `factor`, warmup included'),
      factor: constant('what it is multiplied by', { above: 0, default: 0.1 }),
    },
  },
  ({ steps, factor, ...warmup }): Schedule => {
    const [first] = steps;
    if (first < warmup.warmupSteps) {
      throw new RangeError(
        `The value cannot change at step ${first}, within the ${warmup.warmupSteps} steps of the warmup.`,
      );
    }
    const factors = steps.map((step) => [step - warmup.warmupSteps, factor] as const);
    return warmedUp(warmup, piecewise({ from: warmup.peak, factors }));
  },
);

/** Options of {@link warmupPiecewise}. */
export type WarmupPiecewiseOptions = Given<typeof warmupPiecewise.options>;
