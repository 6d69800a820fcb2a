/**
 * A hyper-parameter: a number, or a function of the optimizer step (0-based) such as the schedules
 * of `@gnp/warmup`.
 */
export type NumberOrSchedule = number | ((step: number) => number);

/**
 * The value of a hyper-parameter at a step.
 *
 * @param name what the number is called, for the error message
 * @throws RangeError if the value is not a finite number of at least `min` (default 0)
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

/** Refuses a constant that could never be right when the rule is made, not at its first step. */
export function checkConstant(hyperparameter: NumberOrSchedule, name: string, min = 0): void {
  if (typeof hyperparameter !== 'function') valueAt(hyperparameter, 0, name, min);
}
