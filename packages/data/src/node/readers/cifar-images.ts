import { DatasetError } from '../../dataset-error.js';
import type { ImageArray } from '../../image-array.js';
import { sharedArray, sharedBytes } from '../workers/shared-array.js';

const size = 32;
const plane = size * size;

/** Bytes of a CIFAR image. */
export const imageBytes = 3 * plane;

/** The shape of a CIFAR image. */
export const cifarShape = { height: size, width: size, channels: 3 } as const;

/** What one file of CIFAR holds, in either version. */
export interface CifarPart {
  readonly path: string;
  readonly count: number;
  /** Of a damaged file it may be anything. */
  labelOf(index: number): unknown;
  /** The bytes in which the image lies, and where: one colour plane after the other. */
  planesOf(index: number): { readonly bytes: Uint8Array; readonly from: number };
}

/**
 * The images of some files, channels last, in memory that threads can share.
 *
 * @throws DatasetError where a label is out of range.
 */
export function cifarImages(parts: readonly CifarPart[], classes: number): ImageArray {
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const images = sharedBytes(count * imageBytes);
  const labels = new Int32Array(count);
  let index = 0;
  for (const part of parts) {
    for (let i = 0; i < part.count; i++, index++) {
      const label: unknown = part.labelOf(i);
      if (typeof label !== 'number' || !Number.isInteger(label) || label < 0 || label >= classes) {
        const found =
          typeof label === 'number' ? `the label ${label}` : 'a label that is no number';
        throw new DatasetError(
          `Record ${i} of "${part.path}" has ${found}; expected 0 to ${classes - 1}.`,
        );
      }
      labels[index] = label;
      const { bytes, from } = part.planesOf(i);
      interleave(bytes, from, images, index * imageBytes);
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
