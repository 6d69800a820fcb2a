import { checkCount } from '@gnp/options';
import { checkFinite } from './schedule.js';
import type { Schedule } from './schedule.js';

/** Options of {@link cosine}. */
export interface CosineOptions {
  /** Value at step 0. */
  readonly from: number;
  /** Value at step `steps` and ever after. Default 0. */
  readonly to?: number;
  /** Length of the decay, at least 1. */
  readonly steps: number;
}

/**
 * Half a cosine: to + (from - to) · ½ (1 + cos(π · min(step, steps) / steps)).
 *
 * Loshchilov and Hutter, "SGDR", ICLR 2017, arXiv 1608.03983, equation 5 without restarts.
 */
export function cosine({ from, to = 0, steps }: CosineOptions): Schedule {
  checkFinite({ from, to });
  checkCount('steps', steps);
  return (step) =>
    to + (from - to) * 0.5 * (1 + Math.cos((Math.PI * Math.min(step, steps)) / steps));
}
