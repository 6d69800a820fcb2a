/** A number of blocks times a multiplier, at least 1. */
export function scaledDepth(blocks: number, multiplier: number): number {
  return Math.max(1, Math.round(blocks * multiplier));
}

/** The stochastic depth of block `i` of `count`: linear, from 0 to the largest. */
export function stochasticDepthAt(largest: number, i: number, count: number): number {
  return count > 1 ? (largest * i) / (count - 1) : largest;
}
