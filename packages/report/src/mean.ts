/** A mean over several runs. */
export interface Mean {
  readonly mean: number;
  /** The standard error of the mean; undefined of one. */
  readonly standardError?: number;
}

/** The mean of values, and its standard error: their sample deviation over the root of their number. */
export function meanOf(values: readonly number[]): Mean {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count < 2) return { mean };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  return { mean, standardError: Math.sqrt(variance / count) };
}
