import type { Schedule } from './schedule.js';

/** A hyper-parameter: a number, or a schedule of it. */
export type NumberOrSchedule = number | Schedule;

/**
 * The value of a hyper-parameter at a step.
 *
 * @param name what the number is called, for the error message
 * @param min the least value allowed; default 0
 * @throws RangeError if the value is not a finite number of at least `min`
 */
export function valueAt(
  hyperparameter: NumberOrSchedule,
  step: number,
  name: string,
  min = 0,
): number {
  const value = typeof hyperparameter === 'function' ? hyperparameter(step) : hyperparameter;
  if (Number.isFinite(value) && value >= min) return value;
  const where = typeof hyperparameter === 'function' ? ` at step ${step}` : '';
  throw new RangeError(`${name} must be a finite number of at least ${min}, got ${value}${where}.`);
}

/**
 * Refuses a constant that could never be right where it is given, not at the first step. Schedules
 * pass: their values are checked as they come.
 *
 * @throws RangeError if it is a number, but not a finite one of at least `min`
 */
export function checkConstant(hyperparameter: NumberOrSchedule, name: string, min = 0): void {
  if (typeof hyperparameter !== 'function') valueAt(hyperparameter, 0, name, min);
}
