import { foldIn, permutation, randomStream } from '@gnp/random';
import type { Augmentation } from './augmentations/augmentation.js';
import { checkInteger } from './check.js';
import { imageLength } from './image.js';
import type { ImageShape } from './image.js';
import type { ImageSplit } from './dataset.js';
import { DatasetError } from './dataset-error.js';

/** Some images of an epoch, in memory of their own. */
export interface Batch {
  /** [size, height, width, channels], each value from 0 to 255. */
  readonly images: Uint8Array;
  /** The shape of `images`. */
  readonly shape: readonly [size: number, height: number, width: number, channels: number];
  /** [size] */
  readonly labels: Int32Array;
  /** [size], the place of each image in its split. */
  readonly indices: Uint32Array;
  /** How many images there are: the batch size, or what remained for the last batch. */
  readonly size: number;
  readonly epoch: number;
  /** Which batch of the epoch this is, from 0. */
  readonly index: number;
}

/** Options of {@link createLoader}. */
export interface LoaderOptions {
  /** Images in a batch; from 1 to the count of the split. */
  readonly batchSize: number;
  /** Seed of order and augmentation; whole number of at least 0; default 0. */
  readonly seed?: number;
  /** Whether each epoch has a random order of its own; default true. */
  readonly shuffle?: boolean;
  /** Applied to every image; default: none. */
  readonly augment?: Augmentation;
  /** Whether to leave out a last batch that is smaller than the others; default false. */
  readonly dropRemainder?: boolean;
}

/** Gives the images of a split in batches, epoch by epoch. It holds no state between calls. */
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
  epoch(epoch: number, options?: { readonly startBatch?: number }): IterableIterator<Batch>;
}

/**
 * Makes a loader. The order of an epoch depends on (seed, epoch) alone, and each image's augmentation on
 * (seed, epoch, place of the image in the split) alone: never on batch size, position or earlier calls.
 *
 * @param shape of one image; a data set is one.
 * @throws RangeError where a number is out of range; DatasetError where the batch is larger than the split,
 *   or the split does not have the shape.
 */
export function createLoader(
  split: ImageSplit,
  shape: ImageShape,
  { batchSize, seed = 0, shuffle = true, augment, dropRemainder = false }: LoaderOptions,
): Loader {
  checkInteger('The batch size', batchSize, 1);
  checkInteger('The seed', seed, 0);
  const { count, images, labels } = split;
  const length = imageLength(shape);
  if (batchSize > count) {
    throw new DatasetError(
      `The batch size is ${batchSize} but there are ${count} images; use ${count} or less.`,
    );
  }
  if (images.length !== count * length || labels.length !== count) {
    throw new DatasetError(
      `The split holds ${images.length} values and ${labels.length} labels; expected ${count * length} and ${count} ` +
        `for ${count} images of ${shape.height}x${shape.width}x${shape.channels}.`,
    );
  }
  const batchesPerEpoch = dropRemainder
    ? Math.floor(count / batchSize)
    : Math.ceil(count / batchSize);

  function makeBatch(order: Uint32Array | undefined, epoch: number, index: number): Batch {
    const start = index * batchSize;
    const size = Math.min(batchSize, count - start);
    const indices = new Uint32Array(size);
    const batch = { images: new Uint8Array(size * length), labels: new Int32Array(size) };
    const augmentSeed = foldIn(seed, 'augment', epoch);
    for (let i = 0; i < size; i++) {
      const chosen = order ? order[start + i] : start + i;
      indices[i] = chosen;
      batch.labels[i] = labels[chosen];
      const source = images.subarray(chosen * length, (chosen + 1) * length);
      if (augment) {
        const target = batch.images.subarray(i * length, (i + 1) * length);
        augment(source, target, shape, randomStream(foldIn(augmentSeed, chosen)));
      } else {
        batch.images.set(source, i * length);
      }
    }
    const { height, width, channels } = shape;
    return { ...batch, shape: [size, height, width, channels], indices, size, epoch, index };
  }

  function* batches(epoch: number, startBatch: number): Generator<Batch, undefined> {
    const order = shuffle ? permutation(count, foldIn(seed, 'order', epoch)) : undefined;
    for (let index = startBatch; index < batchesPerEpoch; index++) {
      yield makeBatch(order, epoch, index);
    }
  }

  return {
    batchSize,
    batchesPerEpoch,
    epoch(epoch, { startBatch = 0 } = {}) {
      checkInteger('The epoch', epoch, 0);
      checkInteger('The first batch', startBatch, 0, batchesPerEpoch);
      return batches(epoch, startBatch);
    },
  };
}
