import { permutation } from '@gnp/random';
import { checkInteger } from './check.js';
import type { ImageSplit } from './dataset.js';
import { DatasetError } from './dataset-error.js';

/** Copies the images of the given indices, in that order, into a split of their own. */
export function gather(split: ImageSplit, indices: ArrayLike<number>): ImageSplit {
  const length = split.images.length / split.count;
  const images = new Uint8Array(indices.length * length);
  const labels = new Int32Array(indices.length);
  for (let i = 0; i < indices.length; i++) {
    const from = indices[i] * length;
    images.set(split.images.subarray(from, from + length), i * length);
    labels[i] = split.labels[indices[i]];
  }
  return { images, labels, count: indices.length };
}

/**
 * A random part of a split for quick experiments, in the order of the original.
 *
 * With one seed, a smaller subset lies inside every larger one.
 *
 * @param n how many images; from 1 to the count of the split.
 * @param seed whole number of at least 0; default 0.
 * @throws RangeError where n is not a whole number of at least 1; DatasetError where n exceeds the split.
 */
export function takeSubset(split: ImageSplit, n: number, seed = 0): ImageSplit {
  checkInteger('Subset size', n, 1);
  if (n > split.count) {
    throw new DatasetError(
      `A subset of ${n} images was asked of a split of ${split.count}; ask for ${split.count} or fewer.`,
    );
  }
  return gather(split, permutation(split.count, seed).subarray(0, n).sort());
}
