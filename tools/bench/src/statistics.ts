/** Quantile `q` in [0, 1] of some numbers, interpolated between neighbours. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = q * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

/** The middle one, or the mean of the middle two. */
export const median = (values: readonly number[]): number => quantile(values, 0.5);
