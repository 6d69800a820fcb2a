/** Throws a RangeError unless `value` is a whole number from `least` to `greatest`. */
export function checkInteger(
  name: string,
  value: number,
  least: number,
  greatest: number = Number.MAX_SAFE_INTEGER,
): void {
  if (!Number.isInteger(value) || value < least || value > greatest) {
    throw new RangeError(
      `${name} is ${String(value)}; expected a whole number from ${least} to ${greatest}.`,
    );
  }
}
