import { gather, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { checkCount } from '@gnp/options';
import { foldIn, permutation } from '@gnp/random';
import type { Batch, BatchSource } from './batch.js';

/** Examples that are on the device already. */
export interface TensorExamples {
  /** [count, …] */
  readonly images: Tensor;
  /** [count], the class of each; or [count, classes], its share of each class. */
  readonly labels: Tensor;
  /** [count], what the loss of each is multiplied by. Default 1. */
  readonly weights?: Tensor;
}

/** Options of {@link tensorBatches}. */
export interface TensorBatchesOptions {
  /** Examples in a batch, at most as many as there are. Default 32. */
  readonly batchSize?: number;
  /** Whether each epoch has a random order of its own. Default true. */
  readonly shuffle?: boolean;
  /** Seed of the orders. Default 0. */
  readonly seed?: number;
  /** Whether to leave out a last batch that is smaller than the others. Default false. */
  readonly dropRemainder?: boolean;
}

/**
 * Batches of examples that are held as tensors, which stay the caller's. The order of an epoch depends on
 * the seed and the epoch alone.
 *
 * @throws RangeError if there are not as many labels or weights as images, or the batch size is impossible
 */
export function tensorBatches(
  { images, labels, weights }: TensorExamples,
  { batchSize = 32, shuffle = true, seed = 0, dropRemainder = false }: TensorBatchesOptions = {},
): BatchSource {
  const [count] = images.shape;
  checkCount('batchSize', batchSize);
  for (const [name, part] of Object.entries({ labels, weights })) {
    if (!part || part.shape[0] === count) continue;
    throw new RangeError(`There are ${part.shape[0] ?? 'no'} ${name} for ${count} images.`);
  }
  if (batchSize > count) {
    throw new RangeError(`batchSize is ${batchSize}, but there are only ${count} images.`);
  }
  const batchesPerEpoch = (dropRemainder ? Math.floor : Math.ceil)(count / batchSize);
  return {
    batchesPerEpoch,
    *epoch(epoch, { startBatch }) {
      const order = shuffle
        ? permutation(count, foldIn(seed, 'order', epoch))
        : Uint32Array.from({ length: count }, (_, i) => i);
      for (let i = startBatch; i < batchesPerEpoch; i++) {
        const chosen = Int32Array.from(order.subarray(i * batchSize, (i + 1) * batchSize));
        yield tidy(() => {
          const rows = tensor1d(chosen, 'int32');
          const part = { images: gather(images, rows), labels: gather(labels, rows) };
          return weights ? { ...part, weights: gather(weights, rows) } : part;
        }) as Batch;
      }
    },
  };
}
