const smallest = 64;

/** Blocks from this size on start at a huge page. */
export const hugeBytes = 2 << 20;

/**
 * The size of the block that holds `bytes`: a few sizes per power of two, so that freed blocks fit
 * new tensors and at most a quarter is wasted.
 */
export function sizeClass(bytes: number): number {
  if (bytes <= smallest) return smallest;
  if (bytes > hugeBytes) return Math.ceil(bytes / hugeBytes) * hugeBytes;
  const step = Math.max(smallest, 2 ** (Math.floor(Math.log2(bytes - 1)) - 2));
  return Math.ceil(bytes / step) * step;
}
