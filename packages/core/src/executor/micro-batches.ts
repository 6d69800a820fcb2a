import { checkCount } from '@gnp/options';
import type { Part } from '../contract/request.js';

/** The number of equally large micro-batches of a mini-batch, or their sizes. */
export type MicroBatches = number | readonly number[];

/**
 * The share of each micro-batch in its mini-batch.
 *
 * @throws RangeError if there are none, or one is empty
 */
export function microBatchWeights(microBatches: MicroBatches): number[] {
  if (typeof microBatches === 'number') {
    const count = checkCount('microBatches', microBatches);
    return Array.from({ length: count }, () => 1 / count);
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

/** A part of the mini-batch: some of its micro-batches. */
export interface BatchPart extends Part {
  readonly microBatches: readonly number[];
}

/**
 * Shares the micro-batches out among parts, in their order, as equally as can be. Micro-batches of one
 * example cannot be made smaller: there are fewer parts then.
 *
 * @throws RangeError if there are fewer micro-batches than parts, and they could be smaller
 */
export function shareOut(microBatches: MicroBatches, count: number): BatchPart[] {
  const weights = microBatchWeights(microBatches);
  const single = typeof microBatches !== 'number' && microBatches.every((size) => size === 1);
  if (weights.length < count && !single) {
    throw new RangeError(
      `${count} parts of a batch need as many micro-batches or more, got ${weights.length}. ` +
        `Set microBatches to ${count}, with a loss function that computes the one it is asked for.`,
    );
  }
  let begin = 0;
  return microBatchSizes(weights.length, count).map((size, index) => {
    const own = Array.from({ length: size }, (_, i) => begin + i);
    begin += size;
    return { index, microBatches: own, weight: own.reduce((sum, i) => sum + weights[i], 0) };
  });
}
