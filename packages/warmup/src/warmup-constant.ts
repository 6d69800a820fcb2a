import { define } from '@gnp/options';
import type { Given } from '@gnp/options';
import { constant } from './constant.js';
import type { Schedule } from './schedule.js';
import { warmedUp, warmupOptions } from './warmed-up.js';

/**
 * A linear warmup from 0 to `peak`, which stays.
 *
 * @throws RangeError if a number is impossible
 */
export const warmupConstant = define(
  { name: 'constant', title: 'warmup, then the same at all steps', options: warmupOptions },
  (warmup): Schedule => warmedUp(warmup, constant(warmup.peak)),
);

/** Options of {@link warmupConstant}. */
export type WarmupConstantOptions = Given<typeof warmupConstant.options>;
