import { randomStream } from '@gnp/random';
import type { Image, ImageShape } from '../src/image.js';
import { ImageArray } from '../src/image-array.js';
import type { ImageSource } from '../src/image-source.js';

/** Random bytes, the same for the same seed. */
export function randomBytes(length: number, seed: number): Uint8Array {
  const random = randomStream(seed);
  return Uint8Array.from({ length }, () => random.integer(256));
}

/** An image of random values. */
export function randomImage({ height, width, channels }: ImageShape, seed: number): Image {
  return { height, width, channels, pixels: randomBytes(height * width * channels, seed) };
}

/** The pixels of all images of a source. */
export async function pixelsOf(source: ImageSource): Promise<Uint8Array[]> {
  const all: Uint8Array[] = [];
  for (let i = 0; i < source.count; i++) all.push((await source.read(i)).pixels);
  return all;
}

/** Random images; image i has the label i modulo `classes`. */
export function randomSplit(count: number, shape: ImageShape, classes = 3): ImageArray {
  const images = randomBytes(count * shape.height * shape.width * shape.channels, 99);
  const labels = Int32Array.from({ length: count }, (_, i) => i % classes);
  return new ImageArray(images, labels, shape);
}

/** One binary CIFAR record; pixel p of plane c holds (c * 50 + p + mark) modulo 256. */
export function cifarRecord(labels: number[], mark: number): Uint8Array {
  const pixels = Array.from(
    { length: 3072 },
    (_, i) => (Math.floor(i / 1024) * 50 + (i % 1024) + mark) % 256,
  );
  return Uint8Array.from([...labels, ...pixels]);
}

/** An IDX file of unsigned bytes. */
export function idxFile(shape: number[], values: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * shape.length + values.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x800 + shape.length);
  shape.forEach((extent, i) => view.setUint32(4 + 4 * i, extent));
  bytes.set(Array.from(values), 4 + 4 * shape.length);
  return bytes;
}

/** Bytes one after the other. */
export function concatenate(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
