import { foldIn, permutation } from '@gnp/random';
import type { Transform } from '../augmentations/transform.js';
import type { BatchTransform } from '../batch-augmentations/batch-transform.js';
import { checkInteger } from '../check.js';
import { DatasetError } from '../dataset-error.js';
import type { ImageSource } from '../image-source.js';
import type { Batch, BatchPlan } from './batch.js';
import { makeBatch } from './make-batch.js';

/** Which images of a source make the batches of an epoch. */
export interface EpochOptions {
  /** Images in a batch; from 1 to the count of the source. */
  readonly batchSize: number;
  /** Seed of order and augmentation; whole number of at least 0; default 0. */
  readonly seed?: number;
  /** Whether each epoch has a random order of its own; default true. */
  readonly shuffle?: boolean;
  /** Whether to leave out a last batch that is smaller than the others; default false. */
  readonly dropRemainder?: boolean;
}

/** Options of {@link createLoader}. */
export interface LoaderOptions extends EpochOptions {
  /** Applied to every image; default: none. */
  readonly augment?: Transform | undefined;
  /** Applied to every batch then; default: none. */
  readonly augmentBatch?: BatchTransform | undefined;
}

/** Gives the images of a source in batches, epoch by epoch. */
export interface Loader {
  readonly batchSize: number;
  readonly batchesPerEpoch: number;
  /**
   * The batches of one epoch. Starting at batch k gives the same bytes as running from 0 to k would.
   *
   * @param epoch whole number of at least 0.
   * @param options `startBatch`: the first batch to give, from 0 to `batchesPerEpoch`; default 0.
   * @throws RangeError where epoch or startBatch is out of range.
   */
  epoch(epoch: number, options?: { readonly startBatch?: number }): AsyncIterableIterator<Batch>;
}

/**
 * Makes a loader that reads in this thread; it holds no state between calls. The order of an epoch depends on (seed,
 * epoch) alone, and each image's augmentation on (seed, epoch, image) alone.
 *
 * @throws RangeError where an option is out of range; DatasetError where the batch size exceeds the images.
 */
export function createLoader(source: ImageSource, options: LoaderOptions): Loader {
  const { seed = 0, augment, augmentBatch } = options;
  const recipe = {
    read: (index: number) => source.read(index),
    labels: source.labels,
    ...{ seed, augment, augmentBatch },
  };
  return loaderOf(source.count, options, async function* (plans) {
    for (const plan of plans) yield await makeBatch(recipe, plan);
  });
}

/** A loader of `count` images, whose batches `fill` makes from plans. */
export function loaderOf(
  count: number,
  options: EpochOptions,
  fill: (plans: Iterable<BatchPlan>) => AsyncIterableIterator<Batch>,
): Loader {
  const { batchSize, seed = 0, shuffle = true, dropRemainder = false } = options;
  checkInteger('The batch size', batchSize, 1);
  checkInteger('The seed', seed, 0);
  if (batchSize > count) {
    throw new DatasetError(
      `The batch size is ${batchSize} but there are ${count} images; use ${count} or less.`,
    );
  }
  const batchesPerEpoch = dropRemainder
    ? Math.floor(count / batchSize)
    : Math.ceil(count / batchSize);

  function* plansOf(epoch: number, startBatch: number): Generator<BatchPlan> {
    const order = shuffle
      ? permutation(count, foldIn(seed, 'order', epoch))
      : Uint32Array.from({ length: count }, (_, i) => i);
    for (let index = startBatch; index < batchesPerEpoch; index++) {
      const indices = order.slice(index * batchSize, (index + 1) * batchSize);
      yield { epoch, index, indices };
    }
  }

  return {
    batchSize,
    batchesPerEpoch,
    epoch(epoch, { startBatch = 0 } = {}) {
      checkInteger('The epoch', epoch, 0);
      checkInteger('The first batch', startBatch, 0, batchesPerEpoch);
      return fill(plansOf(epoch, startBatch));
    },
  };
}
