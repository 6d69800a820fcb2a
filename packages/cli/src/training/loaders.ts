import os from 'node:os';
import { createLoader, resolveAugmentation, resolveBatchAugmentation } from '@gnp/data';
import type {
  AugmentationSpec,
  BatchAugmentationSpec,
  EpochOptions,
  ImageDataset,
  ImageSource,
  Loader,
} from '@gnp/data';
import { createWorkerLoader } from '@gnp/data/node';

/** Which batches to make of a split, and how. */
interface SplitOptions extends EpochOptions {
  readonly augmentation: AugmentationSpec;
  readonly batchAugmentation?: BatchAugmentationSpec;
  /** Threads that make them; 0: this one; default: see {@link usualWorkers}. */
  readonly workers?: number | undefined;
}

/** The batches of a split of a data set, made in this thread or in others. */
export function loaderOf(
  split: ImageSource,
  dataset: ImageDataset,
  { augmentation, batchAugmentation = 'none', workers, ...epochs }: SplitOptions,
): Loader {
  const threads = workers ?? usualWorkers(split);
  if (threads > 0) {
    const options = { ...epochs, augmentation, batchAugmentation, data: dataset };
    return createWorkerLoader(split, { ...options, workers: threads });
  }
  return createLoader(split, {
    ...epochs,
    augment: resolveAugmentation(augmentation, dataset),
    augmentBatch: resolveBatchAugmentation(batchAugmentation, dataset),
  });
}

/**
 * Images that are there at once take less time than handing them over. Those that must be waited for are decoded from
 * files: half of the processors keep up with networks of their size, and leave the network the others.
 */
function usualWorkers(split: ImageSource): number {
  if (!split.portable) return 0;
  const image = split.read(0);
  if (!(image instanceof Promise)) return 0;
  image.catch(() => {}); // it is told when it is asked for
  return Math.max(1, Math.floor(os.availableParallelism() / 2));
}
