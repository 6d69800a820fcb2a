/** Throws a RangeError unless `value` is a whole number from `least` to `greatest`. */
export function checkInteger(
  name: string,
  value: number,
  least: number,
  greatest: number = Number.MAX_SAFE_INTEGER,
): void {
  if (Number.isInteger(value) && value >= least && value <= greatest) return;
  const range =
    greatest === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${greatest}`;
  throw new RangeError(`${name} is ${String(value)}; expected a whole number ${range}.`);
}

/** Throws a RangeError unless `value` lies strictly between 0 and 1. */
export function checkFraction(name: string, value: number): void {
  if (value > 0 && value < 1) return;
  throw new RangeError(
    `${name} is ${String(value)}; expected a fraction between 0 and 1, such as 0.1.`,
  );
}
