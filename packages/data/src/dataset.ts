import type { ImageSource } from './image-source.js';
import type { ImageShape } from './image.js';

/** A labelled image data set. */
export interface ImageDataset<Source extends ImageSource = ImageSource> {
  readonly name: string;
  /** How many classes there are. */
  readonly classes: number;
  /** [classes], in the order of the labels. */
  readonly classNames: readonly string[];
  /** Colour channels of every image. */
  readonly channels: number;
  /** The size of every image, where all have the same. */
  readonly shape?: ImageShape;
  /** [channels], the mean of the training pixels on a scale where 255 is 1. */
  readonly mean: readonly number[];
  /** [channels], the standard deviation of the training pixels on the same scale. */
  readonly std: readonly number[];
  readonly train: Source;
  readonly test: Source;
}
