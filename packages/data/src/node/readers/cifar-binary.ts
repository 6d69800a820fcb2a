import { DatasetError } from '../../dataset-error.js';
import { findFile, readBytes } from './files.js';
import { imageBytes } from './cifar-images.js';
import type { CifarPart } from './cifar-images.js';

/** Where in a record its label stands. */
export interface CifarLayout {
  /** How many label bytes come before the pixels. */
  readonly labelBytes: number;
  /** Which of them is the label, from 0. */
  readonly labelOffset: number;
}

/**
 * Reads a file of the binary version: records of label bytes and 3,072 pixel bytes, one colour plane after
 * the other (https://www.cs.toronto.edu/~kriz/cifar.html); any number of them but none.
 *
 * @throws DatasetError where the file is missing or cut short.
 */
export function readBinaryPart(
  folder: string,
  file: string,
  { labelBytes, labelOffset }: CifarLayout,
): CifarPart {
  const record = labelBytes + imageBytes;
  const path = findFile(folder, [file]);
  const bytes = readBytes(path);
  if (bytes.length === 0 || bytes.length % record !== 0) {
    throw new DatasetError(
      `"${path}" has ${bytes.length} bytes; expected a multiple of ${record} (${labelBytes} label + ${imageBytes} pixel bytes a record).`,
    );
  }
  return {
    path,
    count: bytes.length / record,
    labelOf: (index) => bytes[index * record + labelOffset],
    planesOf: (index) => ({ bytes, from: index * record + labelBytes }),
  };
}
