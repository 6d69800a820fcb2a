import { DatasetError } from '../../dataset-error.js';
import { readBytes } from './files.js';

/** The content of an IDX file of unsigned bytes. */
export interface IdxArray {
  /** The size of each dimension, the slowest first. */
  readonly shape: readonly number[];
  readonly values: Uint8Array;
}

/**
 * Reads an IDX file of unsigned bytes: two zero bytes, the element type (8 for uint8), the number of
 * dimensions, each dimension as a big-endian uint32, then the values.
 *
 * @param dimensions how many the file must have.
 * @throws DatasetError where the header or the length is not as it must be.
 */
export function readIdxFile(path: string, dimensions: number): IdxArray {
  const bytes = readBytes(path);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = 4 + 4 * dimensions;
  if (bytes.length < headerBytes) {
    throw new DatasetError(
      `"${path}" has ${bytes.length} bytes (decompressed); its header alone takes ${headerBytes}.`,
    );
  }
  const magic = view.getUint32(0);
  const expected = 0x800 + dimensions;
  if (magic !== expected) {
    throw new DatasetError(
      `"${path}" begins with the magic number ${magic}; expected ${expected} (unsigned bytes in ${dimensions} dimensions).`,
    );
  }
  const shape = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  const length = shape.reduce((product, extent) => product * extent, 1);
  if (length === 0) {
    throw new DatasetError(
      `"${path}" has the dimensions ${shape.join(' x ')}; expected at least 1 each.`,
    );
  }
  if (bytes.length !== headerBytes + length) {
    throw new DatasetError(
      `"${path}" has ${bytes.length} bytes (decompressed); expected ${headerBytes + length} for ${shape.join(' x ')}.`,
    );
  }
  return { shape, values: new Uint8Array(bytes.buffer, bytes.byteOffset + headerBytes, length) };
}
