/**
 * Refuses decay rates that forget nothing or more than everything.
 *
 * @throws RangeError if the value is outside [0, 1)
 */
export function checkFraction(value: number, name: string): void {
  if (!(value >= 0 && value < 1)) {
    throw new RangeError(`${name} must be at least 0 and less than 1, got ${value}.`);
  }
}

/** @throws RangeError if the value is negative or not finite */
export function checkEpsilon(epsilon: number): void {
  if (!(Number.isFinite(epsilon) && epsilon >= 0)) {
    throw new RangeError(`epsilon must be a finite number of at least 0, got ${epsilon}.`);
  }
}
