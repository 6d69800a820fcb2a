/** How a number changes over time: its value at an optimizer step (0-based). */
export type Schedule = (step: number) => number;

/**
 * A span of steps, for schedules that need one.
 *
 * @throws RangeError if it is not a whole number of at least `min`
 */
export function checkSteps(steps: number, name: string, min = 0): number {
  if (Number.isInteger(steps) && steps >= min) return steps;
  throw new RangeError(`${name} must be a whole number of steps of at least ${min}, got ${steps}.`);
}

/**
 * Refuses values that no schedule can pass through.
 *
 * @throws RangeError if a value is not finite
 */
export function checkFinite(values: Record<string, number>): void {
  for (const [name, value] of Object.entries(values)) {
    if (!Number.isFinite(value))
      throw new RangeError(`${name} must be a finite number, got ${value}.`);
  }
}
