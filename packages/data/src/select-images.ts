import type { ImageSource, PortableSource } from './image-source.js';
import type { Image, ImageShape } from './image.js';

/** Some images of a source, under labels of their own; nothing is copied. */
class Selection implements ImageSource {
  readonly labels: Int32Array;
  readonly shape?: ImageShape;
  readonly portable?: PortableSource;
  readonly #source: ImageSource;
  readonly #indices: Uint32Array | undefined;

  constructor(source: ImageSource, labels: Int32Array, indices?: Uint32Array) {
    this.labels = labels;
    this.#source = source;
    this.#indices = indices;
    if (source.shape) this.shape = source.shape;
    if (source.portable) this.portable = select(source.portable, indices);
  }

  get count(): number {
    return this.labels.length;
  }

  read(index: number): Image | Promise<Image> {
    return this.#source.read(this.#indices ? this.#indices[index] : index);
  }
}

/** The images at some indices of a source, in that order. */
export const selectImages = (source: ImageSource, indices: Uint32Array): ImageSource =>
  new Selection(
    source,
    Int32Array.from(indices, (index) => source.labels[index]),
    indices,
  );

/** The same images with other labels, [count]. */
export const withLabels = (source: ImageSource, labels: Int32Array): ImageSource =>
  new Selection(source, labels);

function select(portable: PortableSource, indices: Uint32Array | undefined): PortableSource {
  if (!indices) return portable;
  const { indices: earlier } = portable;
  return { ...portable, indices: earlier ? indices.map((index) => earlier[index]) : indices };
}
