import { checkNumber, show } from './bounds.js';
import type { Bounds } from './bounds.js';

/** A hyper-parameter: a number, or a schedule, its value at each optimizer step (0-based). */
export type NumberOrSchedule = number | ((step: number) => number);

/**
 * The value of a hyper-parameter at a step.
 *
 * @param name what the number is called, for the error message
 * @param bounds which numbers are allowed; default: from 0 on
 * @throws RangeError if the value is not finite or out of bounds
 */
export function valueAt(
  hyperparameter: NumberOrSchedule,
  step: number,
  name: string,
  bounds: Bounds = { least: 0 },
): number {
  if (typeof hyperparameter !== 'function') return checkNumber(name, hyperparameter, bounds);
  return checkNumber(name, hyperparameter(step), bounds, ` at step ${step}`);
}

/**
 * Refuses a constant that could never be right where it is given, not at the first step. Schedules
 * pass: their values are checked as they come.
 *
 * @throws RangeError if it is a number out of bounds
 * @throws TypeError if it is neither a number nor a function
 */
export function checkConstant(
  hyperparameter: NumberOrSchedule,
  name: string,
  bounds: Bounds = { least: 0 },
): void {
  if (typeof hyperparameter === 'number') checkNumber(name, hyperparameter, bounds);
  else if (typeof hyperparameter !== 'function') {
    throw new TypeError(
      `${name} must be a number or a schedule (a function of the step), got ${show(hyperparameter)}.`,
    );
  }
}
