import type { Image, ImageShape } from './image.js';

/** Labelled images that are read one by one: from memory, from files, or from wherever you keep yours. */
export interface ImageSource {
  readonly count: number;
  /** [count], the class of each image, from 0 on. */
  readonly labels: Int32Array;
  /** The size of every image, where all have the same. */
  readonly shape?: ImageShape;
  /** The image at a place from 0 to count - 1. It may be called again before an earlier call is done. */
  read(index: number): Image | Promise<Image>;
}
