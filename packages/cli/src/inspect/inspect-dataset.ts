import { permutation } from '@gnp/random';
import type { ImageSource } from '@gnp/data';
import type { SplitDataset } from '../training/read-dataset.js';

/** Least, median and largest of some numbers. */
export interface Spread {
  readonly least: number;
  readonly median: number;
  readonly most: number;
}

/** The images of a split. */
export interface SplitSummary {
  readonly count: number;
  /** [classes], how many images each has. */
  readonly perClass: readonly number[];
  readonly heightPixels: Spread;
  readonly widthPixels: Spread;
  /** Of how many images the size was looked at; 0 where all have the same and it is known. */
  readonly measured: number;
}

/** What `gnp data inspect` tells of a data set. */
export interface DatasetSummary {
  readonly name: string;
  readonly classNames: readonly string[];
  readonly channels: number;
  readonly mean: readonly number[];
  readonly std: readonly number[];
  readonly train: SplitSummary;
  /** Where images were held back. */
  readonly validation?: SplitSummary;
  readonly test: SplitSummary;
}

/** Of how many images the size is looked at where they differ. */
const looks = 256;

/**
 * Counts the images of each class, and measures some of them.
 *
 * @throws DatasetError where an image cannot be read
 */
export async function inspectDataset(dataset: SplitDataset): Promise<DatasetSummary> {
  const { name, classNames, channels, mean, std, train, validation, test } = dataset;
  return {
    ...{ name, classNames, channels, mean, std },
    train: await inspectSplit(train, classNames.length),
    ...(validation && { validation: await inspectSplit(validation, classNames.length) }),
    test: await inspectSplit(test, classNames.length),
  };
}

async function inspectSplit(split: ImageSource, classes: number): Promise<SplitSummary> {
  const { count, labels, shape } = split;
  const perClass = new Array<number>(classes).fill(0);
  for (const label of labels) perClass[label]++;
  const chosen = shape ? [] : [...permutation(count, 0).subarray(0, looks)];
  const sizes = shape ? [shape] : [];
  for (const index of chosen) sizes.push(await split.read(index));
  const heightPixels = spread(sizes.map((image) => image.height));
  const widthPixels = spread(sizes.map((image) => image.width));
  return { count, perClass, heightPixels, widthPixels, measured: chosen.length };
}

function spread(numbers: readonly number[]): Spread {
  const sorted = [...numbers].sort((a, b) => a - b);
  const [least, median, most] = [0, (sorted.length - 1) >> 1, sorted.length - 1].map(
    (place) => sorted[place],
  );
  return { least, median, most };
}
