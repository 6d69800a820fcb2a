import { randomStream } from '@gnp/random';
import type { ImageSplit } from '../src/dataset.js';
import type { ImageShape } from '../src/image.js';

/** Random bytes, the same for the same seed. */
export function randomBytes(length: number, seed: number): Uint8Array {
  const random = randomStream(seed);
  return Uint8Array.from({ length }, () => random.integer(256));
}

/** A split of random images; image i has the label i modulo `classes`. */
export function randomSplit(
  count: number,
  { height, width, channels }: ImageShape,
  classes = 3,
): ImageSplit {
  return {
    images: randomBytes(count * height * width * channels, 99),
    labels: Int32Array.from({ length: count }, (_, i) => i % classes),
    count,
  };
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
