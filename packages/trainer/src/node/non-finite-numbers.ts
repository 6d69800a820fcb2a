const byName = { NaN: NaN, Infinity: Infinity, '-Infinity': -Infinity };

/** For `JSON.stringify`: JSON has no NaN and no infinities, so that they become their names. */
export const nameNonFinite = (_key: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;

/** For `JSON.parse`: makes numbers of those names again. */
export const readNonFinite = (_key: string, value: unknown): unknown =>
  typeof value === 'string' && Object.hasOwn(byName, value)
    ? byName[value as keyof typeof byName]
    : value;
