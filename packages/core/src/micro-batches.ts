/** The number of equally large micro-batches of a mini-batch, or their sizes. */
export type MicroBatches = number | readonly number[];

/**
 * The share of each micro-batch in its mini-batch.
 *
 * @throws RangeError if there are none, or one is empty
 */
export function microBatchWeights(microBatches: MicroBatches): number[] {
  if (typeof microBatches === 'number') {
    if (!Number.isInteger(microBatches) || microBatches < 1) {
      throw new RangeError(
        `microBatches must be a whole number of at least 1, got ${microBatches}.`,
      );
    }
    return Array.from({ length: microBatches }, () => 1 / microBatches);
  }
  const total = microBatches.reduce((sum, size) => sum + size, 0);
  if (
    microBatches.length === 0 ||
    !microBatches.every((size) => Number.isFinite(size) && size > 0)
  ) {
    throw new RangeError(
      `Sizes of micro-batches must be numbers above 0, got [${microBatches.join(', ')}].`,
    );
  }
  return microBatches.map((size) => size / total);
}

/** The sizes of at most `count` micro-batches, as equal as can be, of a mini-batch of `size` examples. */
export function microBatchSizes(size: number, count: number): number[] {
  const parts = Math.min(size, count);
  return Array.from(
    { length: parts },
    (_, i) => Math.floor(((i + 1) * size) / parts) - Math.floor((i * size) / parts),
  );
}
