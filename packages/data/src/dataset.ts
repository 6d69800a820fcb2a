import type { ImageShape } from './image.js';

/** Images with their labels. */
export interface ImageSplit {
  /** [count, height, width, channels], row-major, each value from 0 to 255. */
  readonly images: Uint8Array;
  /** [count], each from 0 to classes - 1. */
  readonly labels: Int32Array;
  readonly count: number;
}

/** A labelled image data set, held in memory. */
export interface ImageDataset extends ImageShape {
  readonly name: string;
  /** How many classes there are. */
  readonly classes: number;
  /** [classes], in the order of the labels. */
  readonly classNames: readonly string[];
  /** [channels], the mean of the training pixels on a scale where 255 is 1. */
  readonly mean: readonly number[];
  /** [channels], the standard deviation of the training pixels on the same scale. */
  readonly std: readonly number[];
  readonly train: ImageSplit;
  readonly test: ImageSplit;
}
