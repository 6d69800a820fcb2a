import { checkCount } from '@gnp/options';
import { checkFinite } from './schedule.js';
import type { Schedule } from './schedule.js';

/** Options of {@link linear}. */
export interface LinearOptions {
  /** Value at step 0. */
  readonly from: number;
  /** Value at step `steps` and ever after. */
  readonly to: number;
  /** Length of the ramp; with 0 the value is `to` from the start. */
  readonly steps: number;
}

/** A straight ramp: from + (to - from) · min(1, step / steps). */
export function linear({ from, to, steps }: LinearOptions): Schedule {
  checkFinite({ from, to });
  checkCount('steps', steps, 0);
  return (step) => (step >= steps ? to : from + (to - from) * (step / steps));
}
