import { join } from 'node:path';
import { DatasetError } from '../../dataset-error.js';
import type { ImageArray } from '../../image-array.js';
import { sharedArray, sharedBytes } from '../workers/shared-array.js';
import { checkFolder, findFile, isFolder, readBytes } from './files.js';

const size = 32;
const plane = size * size;
const imageBytes = 3 * plane;

/** The shape of a CIFAR image. */
export const cifarShape = { height: size, width: size, channels: 3 } as const;

/** Where in a record its label stands. */
export interface CifarLayout {
  /** How many label bytes come before the pixels. */
  readonly labelBytes: number;
  /** Which of them is the label, from 0. */
  readonly labelOffset: number;
  readonly classes: number;
}

/** The folder that holds the files: the given one, or its subfolder of the archive's name. */
export function cifarFolder(dir: string, subfolder: string, python: string, name: string): string {
  checkFolder(dir, name);
  const inside = join(dir, subfolder);
  if (isFolder(inside)) return inside;
  if (isFolder(join(dir, python))) {
    throw new DatasetError(
      `"${dir}" holds ${python}, the Python version of ${name}; expected ${subfolder}, the binary version.`,
    );
  }
  return dir;
}

/**
 * Reads the binary CIFAR files: records of label bytes and 3,072 pixel bytes, one colour plane after the
 * other (https://www.cs.toronto.edu/~kriz/cifar.html).
 *
 * @param files names in the folder, read in this order; each may hold any number of records but none.
 * @throws DatasetError where a file is missing, cut short, or holds a label out of range.
 */
export function readCifarSplit(
  folder: string,
  files: readonly string[],
  { labelBytes, labelOffset, classes }: CifarLayout,
): ImageArray {
  const record = labelBytes + imageBytes;
  const parts = files.map((file) => {
    const path = findFile(folder, [file]);
    const bytes = readBytes(path);
    if (bytes.length === 0 || bytes.length % record !== 0) {
      throw new DatasetError(
        `"${path}" has ${bytes.length} bytes; expected a multiple of ${record} (${labelBytes} label + ${imageBytes} pixel bytes a record).`,
      );
    }
    return { path, bytes, count: bytes.length / record };
  });
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const images = sharedBytes(count * imageBytes);
  const labels = new Int32Array(count);
  let index = 0;
  for (const { path, bytes, count: records } of parts) {
    for (let i = 0; i < records; i++, index++) {
      const label = bytes[i * record + labelOffset];
      if (label >= classes) {
        throw new DatasetError(
          `Record ${i} of "${path}" has the label ${label}; expected 0 to ${classes - 1}.`,
        );
      }
      labels[index] = label;
      interleave(bytes, i * record + labelBytes, images, index * imageBytes);
    }
  }
  return sharedArray(images, labels, cifarShape);
}

function interleave(planes: Uint8Array, from: number, target: Uint8Array, to: number): void {
  for (let pixel = from, at = to; pixel < from + plane; pixel++, at += 3) {
    target[at] = planes[pixel];
    target[at + 1] = planes[pixel + plane];
    target[at + 2] = planes[pixel + 2 * plane];
  }
}
