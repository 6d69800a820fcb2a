/** Some images of an epoch, in memory of their own. */
export interface Batch {
  /** [size, height, width, channels], each value from 0 to 255. */
  readonly images: Uint8Array;
  /** The shape of `images`. */
  readonly shape: readonly [size: number, height: number, width: number, channels: number];
  /** The class of each image [size]; where images are mixed its share of each class [size, classes]. */
  readonly labels: Int32Array | Float32Array;
  /** [size], the place of each image in its split. */
  readonly indices: Uint32Array;
  /** How many images there are: the batch size, or what remained for the last batch. */
  readonly size: number;
  readonly epoch: number;
  /** Which batch of the epoch this is, from 0. */
  readonly index: number;
}

/** Which images make a batch. */
export interface BatchPlan extends Pick<Batch, 'indices' | 'epoch' | 'index'> {
  /** [size], how often each image has come before in the epoch; undefined where each comes once. */
  readonly turns?: Uint32Array | undefined;
}
