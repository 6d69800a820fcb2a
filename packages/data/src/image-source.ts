import type { Image, ImageShape } from './image.js';

/** Labelled images that are read one by one: from memory, from files, or from wherever you keep yours. */
export interface ImageSource {
  readonly count: number;
  /** [count], the class of each image, from 0 on. */
  readonly labels: Int32Array;
  /** The size of every image, where all have the same. */
  readonly shape?: ImageShape;
  /** How worker threads open it; without it images are read in the thread that asks for them. */
  readonly portable?: PortableSource;
  /**
   * The image at an index from 0 to count - 1, which nobody may write to. It may be called again before an earlier
   * call is done.
   */
  read(index: number): Image | Promise<Image>;
}

/** What a worker thread needs to read a source. */
export interface PortableSource {
  /** Address of a module that exports `open(argument)`, which returns an object with `read(index)`. */
  readonly module: string;
  /** Handed over by structured clone: typed arrays over shared memory are not copied. */
  readonly argument: unknown;
  /** Where the images of a part are among all; all by default. */
  readonly indices?: Uint32Array;
}
