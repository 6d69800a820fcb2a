import { constant, define } from '@gnp/options';
import type { Given } from '@gnp/options';
import { cosine } from './cosine.js';
import type { Schedule } from './schedule.js';
import { remainingSteps, totalSteps, warmedUp, warmupOptions } from './warmed-up.js';

/**
 * A linear warmup from 0 to `peak`, then half a cosine to `end` over the remaining steps: the
 * learning rate of all the papers' recipes.
 *
 * @throws RangeError if a number is impossible, or the warmup leaves no step for the decay
 */
export const warmupCosine = define(
  {
    name: 'cosine',
    title: 'warmup, then half a cosine',
    paper: 'Loshchilov and Hutter, ICLR 2017, arXiv 1608.03983',
    options: { ...warmupOptions, totalSteps, end: constant('value at the end', { default: 0 }) },
  },
  ({ totalSteps, end, ...warmup }): Schedule => {
    const steps = remainingSteps(warmup.warmupSteps, totalSteps);
    return warmedUp(warmup, cosine({ from: warmup.peak, to: end, steps }));
  },
);

/** Options of {@link warmupCosine}. */
export type WarmupCosineOptions = Given<typeof warmupCosine.options>;
