import { checkCount } from '@gnp/options';
import type { Schedule } from './schedule.js';

/**
 * Schedules one after another: `schedules[i]` takes over at `boundaries[i - 1]` and counts its steps
 * from there.
 *
 * @throws RangeError if there is not one boundary fewer than schedules, or boundaries do not ascend
 */
export function join(schedules: readonly Schedule[], boundaries: readonly number[]): Schedule {
  if (schedules.length !== boundaries.length + 1) {
    throw new RangeError(
      `${schedules.length} schedules need ${schedules.length - 1} boundaries, got ${boundaries.length}.`,
    );
  }
  boundaries.forEach((boundary, i) => {
    checkCount(`boundary ${i}`, boundary, 0);
    if (i > 0 && boundary < boundaries[i - 1]) {
      throw new RangeError(`Boundaries must ascend, but ${boundary} follows ${boundaries[i - 1]}.`);
    }
  });
  return (step) => {
    const passed = boundaries.filter((boundary) => step >= boundary).length;
    return schedules[passed](passed === 0 ? step : step - boundaries[passed - 1]);
  };
}
