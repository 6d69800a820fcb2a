import { permutation } from '@gnp/random';
import { checkInteger } from './check.js';
import { DatasetError } from './dataset-error.js';
import type { ImageSource } from './image-source.js';
import { selectImages } from './select-images.js';

/**
 * A random part of a source for quick experiments, in the order of the original.
 *
 * With one seed, a smaller subset lies inside every larger one.
 *
 * @param n how many images; from 1 to the count of the source.
 * @param seed whole number of at least 0; default 0.
 * @throws RangeError where n is not a whole number of at least 1; DatasetError where n exceeds the source.
 */
export function takeSubset(source: ImageSource, n: number, seed = 0): ImageSource {
  checkInteger('Subset size', n, 1);
  if (n > source.count) {
    throw new DatasetError(
      `A subset of ${n} images was asked of a split of ${source.count}; ask for ${source.count} or fewer.`,
    );
  }
  return selectImages(source, permutation(source.count, seed).subarray(0, n).sort());
}
