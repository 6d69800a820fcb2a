import type { Batch } from '@gnp/data';

/** What a training step needs of a batch. */
export type LabelledImages = Pick<Batch, 'images' | 'shape' | 'labels'>;

/** `size` images with their labels: those of a batch, again and again where there are fewer. */
export function repeatImages({ images, shape, labels }: LabelledImages, size: number) {
  const [count, height, width, channels] = shape;
  const fill = <T extends Uint8Array | Int32Array | Float32Array>(into: T, from: T): T => {
    into.forEach((_, i) => (into[i] = from[i % from.length]));
    return into;
  };
  const length = (size * labels.length) / count;
  return {
    images: fill(new Uint8Array(size * height * width * channels), images),
    shape: [size, height, width, channels] as const,
    labels:
      labels instanceof Int32Array
        ? fill(new Int32Array(length), labels)
        : fill(new Float32Array(length), labels),
  };
}
