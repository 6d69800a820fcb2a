/** The rate of stochastic depth of block `i` of `count`: linear, from 0 to the largest. */
export function depthRate(largest: number, i: number, count: number): number {
  return count > 1 ? (largest * i) / (count - 1) : largest;
}

/** A multiple of `heads` near to `width` times the multiplier. */
export function scaledWidth(width: number, multiplier: number, heads: number): number {
  return heads * Math.max(1, Math.round((width * multiplier) / heads));
}

/** A number of blocks times the multiplier, at least 1. */
export function scaledDepth(depth: number, multiplier = 1): number {
  return Math.max(1, Math.round(depth * multiplier));
}
