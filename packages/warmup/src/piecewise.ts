import { checkCount } from '@gnp/options';
import { checkFinite } from './schedule.js';
import type { Schedule } from './schedule.js';

/** Options of {@link piecewise}. */
export interface PiecewiseOptions {
  /** Value before the first boundary. */
  readonly from: number;
  /** Pairs of a step and the factor that multiplies the value from that step on, in ascending order. */
  readonly factors: readonly (readonly [step: number, factor: number])[];
}

/**
 * Steps down (or up) at given steps: the value is `from` times every factor whose step has been
 * reached.
 *
 * @throws RangeError if the steps do not ascend
 */
export function piecewise({ from, factors }: PiecewiseOptions): Schedule {
  checkFinite({ from });
  factors.forEach(([step, factor], i) => {
    checkCount(`step of factor ${i}`, step, 0);
    checkFinite({ [`factor ${i}`]: factor });
    if (i > 0 && step <= factors[i - 1][0]) {
      throw new RangeError(`Steps must ascend, but ${step} follows ${factors[i - 1][0]}.`);
    }
  });
  return (step) =>
    factors.reduce((value, [from, factor]) => (step >= from ? value * factor : value), from);
}
