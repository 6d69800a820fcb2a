import { open } from 'node:fs/promises';
import { permutation } from '@gnp/random';
import type { ImageArray } from '../../image-array.js';
import type { ImageSource } from '../../image-source.js';
import { imageLength, sameShape } from '../../image.js';
import type { Image, ImageShape } from '../../image.js';
import { headerBytes, readHeader } from '../decode/header.js';
import { sharedArray, sharedBytes } from '../workers/shared-array.js';

/** How many files are looked into to tell how large all are. */
const looks = 64;

/** How many files are decoded at a time. */
const together = 16;

/** What the headers of some files tell of all. */
export interface Survey {
  /** Bytes that all images take decoded, about. */
  readonly bytes: number;
  /** The size of those that were looked into, where they have one. */
  readonly shape?: ImageShape;
}

/** Looks into some of the files. */
export async function survey(paths: readonly string[], channels: number): Promise<Survey> {
  const shapes: ImageShape[] = [];
  for (const index of permutation(paths.length, 0).subarray(0, looks)) {
    const header = await headerOf(paths[index]);
    if (header) shapes.push({ height: header.height, width: header.width, channels });
  }
  if (shapes.length === 0) return { bytes: 0 };
  const sum = shapes.reduce((total, shape) => total + imageLength(shape), 0);
  const [shape] = shapes;
  return {
    bytes: (sum / shapes.length) * paths.length,
    ...(shapes.every((other) => sameShape(shape, other)) && { shape }),
  };
}

/** Undefined where it cannot be read: decoding will say why. */
async function headerOf(path: string) {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(headerBytes), 0, headerBytes, 0);
      return readHeader(buffer.subarray(0, bytesRead), path);
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

/** Whether so many bytes are within a share of the memory that the process can still have. */
export const fits = (bytes: number, share: number): boolean =>
  bytes <= share * process.availableMemory();

/**
 * Decodes all images and keeps them, one after the other in memory where all have the size that is expected.
 *
 * @param shape that each probably has
 */
export async function keepDecoded(source: ImageSource, shape?: ImageShape): Promise<ImageSource> {
  const { count, labels, portable } = source;
  const length = shape ? imageLength(shape) : 0;
  const all = sharedBytes(count * length);
  const others = new Map<number, Image>();
  let next = 0;
  const work = async () => {
    while (next < count) {
      const index = next++;
      const image = await source.read(index);
      if (shape && sameShape(image, shape)) all.set(image.pixels, index * length);
      else others.set(index, image);
    }
  };
  await Promise.all(Array.from({ length: together }, work));
  const array = shape && sharedArray(all, labels, shape);
  if (array && others.size === 0) return array;
  return {
    ...{ count, labels, ...(portable && { portable }) },
    read: (index) => others.get(index) ?? (array as ImageArray).read(index),
  };
}
