import { foldIn, permutation } from '@gnp/random';
import type { Transform } from '../augmentations/transform.js';
import type { BatchTransform } from '../batch-augmentations/batch-transform.js';
import { checkInteger } from '../check.js';
import { DatasetError } from '../dataset-error.js';
import type { ImageSource } from '../image-source.js';
import { balancedOrder } from './balanced-order.js';
import type { EpochOrder } from './balanced-order.js';
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
  /**
   * Which images an epoch has: each once, or by random draws as many of every class, drawn by seed and epoch; default
   * 'all'.
   */
  readonly sampling?: 'all' | 'balanced';
  /** Whether to leave out a last batch that is smaller than the others; default false. */
  readonly dropRemainder?: boolean;
  /** Which part of each epoch is given here, where several processes share it; default: all of it. */
  readonly shard?: Shard;
}

/**
 * One of several disjoint parts of an epoch: with `of: 4` the images at every fourth place of its order. Parts differ by one
 * image where the images are no multiple of them; `dropRemainder` gives all of them the same number of batches.
 */
export interface Shard {
  /** Which part, from 0. */
  readonly rank: number;
  /** How many there are, from 1. */
  readonly of: number;
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
  return loaderOf(source, options, async function* (plans) {
    for (const plan of plans) yield await makeBatch(recipe, plan);
  });
}

/** A loader of the images of a source, whose batches `fill` makes from plans. */
export function loaderOf(
  { count, labels }: Pick<ImageSource, 'count' | 'labels'>,
  options: EpochOptions,
  fill: (plans: Iterable<BatchPlan>) => AsyncIterableIterator<Batch>,
): Loader {
  const { batchSize, seed = 0, shuffle = true, dropRemainder = false } = options;
  const isBalanced = options.sampling === 'balanced';
  const { rank, of } = options.shard ?? { rank: 0, of: 1 };
  checkInteger('The batch size', batchSize, 1);
  checkInteger('The seed', seed, 0);
  checkInteger('The number of shards', of, 1);
  checkInteger('The rank of the shard', rank, 0, of - 1);
  if (isBalanced && !shuffle) {
    throw new RangeError("'balanced' sampling draws images at random; it needs 'shuffle'.");
  }
  const least = Math.floor(count / of);
  if (batchSize > least) {
    throw new DatasetError(
      `The batch size is ${batchSize} but there are ${least} images${of > 1 ? ' in a shard' : ''}; use ${least} or less.`,
    );
  }
  const size = Math.ceil((count - rank) / of);
  const batchesPerEpoch = dropRemainder
    ? Math.floor(least / batchSize)
    : Math.ceil(size / batchSize);

  function* plansOf(epoch: number, startBatch: number): Generator<BatchPlan> {
    const { indices, turns } = orderOf(epoch);
    const isOwn = (_: number, place: number) => place % of === rank;
    const [own, ownTurns] =
      of === 1 ? [indices, turns] : [indices.filter(isOwn), turns?.filter(isOwn)];
    for (let index = startBatch; index < batchesPerEpoch; index++) {
      const [begin, end] = [index * batchSize, (index + 1) * batchSize];
      const plan = { epoch, index, indices: own.slice(begin, end) };
      yield ownTurns ? { ...plan, turns: ownTurns.slice(begin, end) } : plan;
    }
  }

  function orderOf(epoch: number): EpochOrder {
    const orderSeed = foldIn(seed, 'order', epoch);
    if (isBalanced) return balancedOrder(labels, orderSeed);
    if (shuffle) return { indices: permutation(count, orderSeed) };
    return { indices: Uint32Array.from({ length: count }, (_, i) => i) };
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
