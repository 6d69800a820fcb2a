/** Which finite numbers are allowed; what is left out does not bind. */
export interface Bounds {
  /** The least number allowed. */
  readonly least?: number;
  /** Numbers must be above this one. */
  readonly above?: number;
  /** The largest number allowed. */
  readonly most?: number;
  /** Numbers must be below this one. */
  readonly below?: number;
  /** Whether they must be whole. Default false. */
  readonly whole?: boolean;
}

/**
 * @returns the number itself
 * @param where stands behind the number in the message, as in ' at step 3'
 * @throws RangeError if it is not finite or out of bounds
 */
export function checkNumber(name: string, value: number, bounds: Bounds, where = ''): number {
  if (isWithin(value, bounds)) return value;
  const kind = bounds.whole ? 'whole' : 'finite';
  throw new RangeError(
    `${name} must be a ${kind} number${describeBounds(bounds)}, got ${show(value)}${where}.`,
  );
}

/**
 * @returns the number itself
 * @throws RangeError if it is not a whole number from `least` on
 */
export function checkCount(name: string, value: number, least = 1): number {
  return checkNumber(name, value, { least, whole: true });
}

function isWithin(value: number, bounds: Bounds): boolean {
  const { least = -Infinity, above = -Infinity, most = Infinity, below = Infinity } = bounds;
  return (
    (bounds.whole ? Number.isSafeInteger(value) : Number.isFinite(value)) &&
    value >= least &&
    value > above &&
    value <= most &&
    value < below
  );
}

/** What follows 'a number' in messages and tables, as in ' of at least 0 and below 1'; empty without bounds. */
export function describeBounds({ least, above, most, below }: Bounds): string {
  const parts = [
    least === undefined || least === -Infinity ? undefined : `of at least ${least}`,
    above === undefined ? undefined : `above ${above}`,
    most === undefined ? undefined : `at most ${most}`,
    below === undefined ? undefined : `below ${below}`,
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? ` ${parts.join(' and ')}` : '';
}

/** What was given, as a message shows it: programs in JavaScript give anything. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  if (typeof value === 'function') return 'a function';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
