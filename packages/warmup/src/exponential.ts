import { checkCount, checkNumber } from '@gnp/options';
import { checkFinite } from './schedule.js';
import type { Schedule } from './schedule.js';

/** Options of {@link exponential}. */
export interface ExponentialOptions {
  /** Value at step 0. */
  readonly from: number;
  /** Factor by which the value changes every `steps` steps, > 0. */
  readonly rate: number;
  /** Steps in which the value changes by `rate`, at least 1. */
  readonly steps: number;
}

/** Smooth exponential decay (rate < 1) or growth: from · rate^(step / steps). */
export function exponential({ from, rate, steps }: ExponentialOptions): Schedule {
  checkFinite({ from });
  checkNumber('rate', rate, { above: 0 });
  checkCount('steps', steps);
  return (step) => from * rate ** (step / steps);
}
