import { foldIn, permutation } from '@gnp/random';
import { checkFraction } from './check.js';
import { DatasetError } from './dataset-error.js';
import type { ImageDataset } from './dataset.js';
import type { ImageSource } from './image-source.js';
import { selectImages } from './select-images.js';

/** Two disjoint parts that together hold every image once. */
export interface SplitPair {
  readonly kept: ImageSource;
  readonly held: ImageSource;
}

/**
 * Divides a split in two, class by class: `held` receives the given fraction of each class, rounded to
 * whole images, chosen by the seed. Both parts keep the order of the original.
 *
 * @param fraction between 0 and 1, exclusive.
 * @param seed whole number of at least 0.
 * @throws RangeError where fraction or seed is out of range; DatasetError where a part would be empty.
 */
export function stratifiedSplit(split: ImageSource, fraction: number, seed: number): SplitPair {
  checkFraction('The fraction to hold back', fraction);
  const byClass = new Map<number, number[]>();
  split.labels.forEach((label, index) => {
    const members = byClass.get(label);
    if (members) members.push(index);
    else byClass.set(label, [index]);
  });
  const isHeld = new Uint8Array(split.count);
  for (const [label, members] of byClass) {
    const order = permutation(members.length, foldIn(seed, 'hold out', label));
    const taken = Math.round(members.length * fraction);
    for (const position of order.subarray(0, taken)) isHeld[members[position]] = 1;
  }
  const held: number[] = [];
  const kept: number[] = [];
  isHeld.forEach((flag, index) => (flag ? held : kept).push(index));
  if (held.length === 0 || kept.length === 0) {
    throw new DatasetError(
      `Holding back ${fraction} of ${split.count} images, class by class, leaves ${kept.length} and ${held.length}; ` +
        `neither may be empty.`,
    );
  }
  return {
    kept: selectImages(split, Uint32Array.from(kept)),
    held: selectImages(split, Uint32Array.from(held)),
  };
}

/**
 * Replaces the test split by a part of the training split, to choose hyperparameters without looking at
 * the test images. Every class gives the same fraction; 0.1 makes 45,000 and 5,000 of CIFAR's 50,000.
 * The normalisation statistics stay those of the data set.
 *
 * @param fraction of the training images to hold back, between 0 and 1, exclusive.
 * @param seed chooses the images; whole number of at least 0; default 0.
 * @throws RangeError where fraction or seed is out of range; DatasetError where a part would be empty.
 */
export function holdOut(dataset: ImageDataset, fraction: number, seed = 0): ImageDataset {
  const { kept, held } = stratifiedSplit(dataset.train, fraction, seed);
  return { ...dataset, train: kept, test: held };
}
