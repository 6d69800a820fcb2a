import os from 'node:os';
import { open } from 'node:fs/promises';
import { permutation } from '@gnp/random';
import { imageLength } from '../../image.js';
import type { Image, ImageShape } from '../../image.js';
import type { ImageSource } from '../../image-source.js';
import { headerBytes, readHeader } from '../decode/header.js';
import { sharedArray } from '../workers/shared-array.js';

/** How many files are looked into to tell how large all are. */
const looks = 64;

/** How many files are decoded at a time. */
const together = 16;

/** Bytes that all images take decoded, by the headers of some of them. */
export async function decodedBytes(paths: readonly string[], channels: number): Promise<number> {
  const chosen = permutation(paths.length, 0).subarray(0, looks);
  let [sum, counted] = [0, 0];
  for (const index of chosen) {
    const header = await headerOf(paths[index]);
    if (!header) continue;
    sum += channels * header.height * header.width;
    counted++;
  }
  return counted === 0 ? 0 : (sum / counted) * paths.length;
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

/** Whether so many bytes are within a share of the machine's free memory. */
export const fits = (bytes: number, share: number): boolean => bytes <= share * os.freemem();

/** Decodes all images and keeps them: one after the other in memory where all have one size. */
export async function keepDecoded(source: ImageSource): Promise<ImageSource> {
  const images = new Array<Image>(source.count);
  let next = 0;
  const work = async () => {
    while (next < source.count) {
      const index = next++;
      images[index] = await source.read(index);
    }
  };
  await Promise.all(Array.from({ length: together }, work));
  const [first] = images;
  if (images.every((image) => alike(image, first))) {
    const length = imageLength(first);
    const all = new Uint8Array(new SharedArrayBuffer(length * images.length));
    images.forEach(({ pixels }, i) => all.set(pixels, i * length));
    return sharedArray(all, source.labels, first);
  }
  const { count, labels } = source;
  return {
    count,
    labels,
    ...(source.portable && { portable: source.portable }),
    read: (index) => images[index],
  };
}

const alike = (a: ImageShape, b: ImageShape) =>
  a.height === b.height && a.width === b.width && a.channels === b.channels;
