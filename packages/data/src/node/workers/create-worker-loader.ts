import os from 'node:os';
import { resolveAugmentation } from '../../augmentations/resolve-augmentation.js';
import type { AugmentationSpec } from '../../augmentations/resolve-augmentation.js';
import { resolveBatchAugmentation } from '../../batch-augmentations/resolve-batch-augmentation.js';
import type { BatchAugmentationSpec } from '../../batch-augmentations/resolve-batch-augmentation.js';
import { checkInteger } from '../../check.js';
import { DatasetError } from '../../dataset-error.js';
import type { ImageSource } from '../../image-source.js';
import type { Batch, BatchPlan } from '../../loader/batch.js';
import { loaderOf } from '../../loader/loader.js';
import type { EpochOptions, Loader } from '../../loader/loader.js';
import { isPortable } from './protocol.js';
import type { PortableFunction, WorkerRecipe } from './protocol.js';
import { WorkerPool } from './worker-pool.js';

/** Options of {@link createWorkerLoader}. */
export interface WorkerLoaderOptions extends EpochOptions {
  /** Applied to every image, by name or from a module of yours that makes a `Transform`; default 'none'. */
  readonly augmentation?: AugmentationSpec | PortableFunction;
  /** Applied to every batch then, likewise, a `BatchTransform`; default 'none'. */
  readonly batchAugmentation?: BatchAugmentationSpec | PortableFunction;
  /** What augmentations ask of the data set: it may be given whole. */
  readonly data?: { readonly classes?: number; readonly mean?: readonly number[] };
  /** How many threads; default: as many as there are processors but one, at least 1. */
  readonly workers?: number;
  /** How many batches each of them is ahead; default 2. */
  readonly prefetch?: number;
}

/** A loader whose batches worker threads make. */
export interface WorkerLoader extends Loader {
  /** Ends the threads, which otherwise wait for the next epoch without keeping the process alive. */
  close(): Promise<void>;
}

/**
 * Makes a loader that reads, decodes and augments in worker threads, some batches ahead. The bytes are those of
 * `createLoader`, however many threads there are; they start with the first epoch.
 *
 * @param source one that is `portable`, as those of this package are.
 * @throws RangeError where an option is out of range; DatasetError where the batch size exceeds the images, or the
 *   source cannot be opened in another thread. A file that is damaged, and a thread that dies, fail the epoch.
 */
export function createWorkerLoader(
  source: ImageSource,
  options: WorkerLoaderOptions,
): WorkerLoader {
  const { seed = 0, augmentation = 'none', batchAugmentation = 'none', data = {} } = options;
  const { workers = Math.max(1, os.availableParallelism() - 1), prefetch = 2 } = options;
  checkInteger('The number of workers', workers, 1);
  checkInteger('How many batches are fetched ahead', prefetch, 1);
  if (!source.portable) {
    throw new DatasetError(
      "The source cannot be opened in worker threads, as it says nothing 'portable'; use createLoader.",
    );
  }
  // what is wrong with them is said here
  if (!isPortable(augmentation)) resolveAugmentation(augmentation, data);
  if (!isPortable(batchAugmentation)) resolveBatchAugmentation(batchAugmentation, data);
  const { classes, mean } = data;
  const recipe: WorkerRecipe = {
    source: source.portable,
    labels: source.labels,
    ...{ seed, augmentation, batchAugmentation },
    data: { ...(classes && { classes }), ...(mean && { mean }) },
  };
  let pool: WorkerPool | undefined;
  const loader = loaderOf(source, options, (plans) =>
    ahead(plans, (pool ??= new WorkerPool(workers, recipe)), workers * prefetch),
  );
  return { ...loader, close: async () => pool?.close() };
}

/** The batches of plans in their order, as many at a time as are allowed. */
async function* ahead(
  plans: Iterable<BatchPlan>,
  pool: WorkerPool,
  most: number,
): AsyncGenerator<Batch, undefined> {
  const pending: Promise<Batch>[] = [];
  for (const plan of plans) {
    const batch = pool.make(plan);
    batch.catch(() => {}); // it is told when its turn comes
    pending.push(batch);
    if (pending.length >= most) yield await (pending.shift() as Promise<Batch>);
  }
  for (const batch of pending) yield await batch;
}
