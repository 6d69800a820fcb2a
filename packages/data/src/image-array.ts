import { DatasetError } from './dataset-error.js';
import type { ImageSource, PortableSource } from './image-source.js';
import { describeShape, imageLength } from './image.js';
import type { Image, ImageShape } from './image.js';

/** Images of one size, one after the other in memory. */
export class ImageArray implements ImageSource {
  /** [count, height, width, channels], row-major, each value from 0 to 255. */
  readonly images: Uint8Array;
  readonly labels: Int32Array;
  readonly shape: ImageShape;
  readonly portable?: PortableSource;
  readonly #length: number;

  /**
   * @param images [count, height, width, channels]
   * @param labels [count]
   * @param portable how worker threads open the same images
   * @throws DatasetError where images and labels do not belong together
   */
  constructor(
    images: Uint8Array,
    labels: Int32Array,
    shape: ImageShape,
    portable?: PortableSource,
  ) {
    const { height, width, channels } = shape;
    this.images = images;
    this.labels = labels;
    this.shape = { height, width, channels };
    if (portable) this.portable = portable;
    this.#length = imageLength(shape);
    const expected = labels.length * this.#length;
    if (images.length === expected) return;
    throw new DatasetError(
      `There are ${images.length} values and ${labels.length} labels; expected ${expected} values for ${labels.length} images of ${describeShape(shape)}.`,
    );
  }

  get count(): number {
    return this.labels.length;
  }

  read(index: number): Image {
    const pixels = this.images.subarray(index * this.#length, (index + 1) * this.#length);
    return { ...this.shape, pixels };
  }
}
