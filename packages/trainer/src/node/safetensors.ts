import { decodeHeader, encodeHeader } from './safetensors-header.js';
import type { HeaderEntry } from './safetensors-header.js';
import type { PlainTensor, TensorMap } from '../tensor-map.js';
import { dtypes, sizeOfShape, tensorFromBytes } from '../tensor-map.js';

/** What a safetensors file holds. */
export interface SafetensorsContents {
  tensors: TensorMap;
  /** The `__metadata__` strings; empty if there are none. */
  metadata: Readonly<Record<string, string>>;
}

/**
 * Writes tensors in the safetensors format (https://huggingface.co/docs/safetensors): the header
 * length as a 64-bit integer, a JSON header, then the raw little-endian data without gaps.
 *
 * The data begins at a multiple of 8 bytes and wide elements come before narrow ones, so that every
 * tensor is aligned to its element size. Equal input gives equal bytes.
 *
 * @param metadata strings to keep beside the tensors, such as the layout of kernels.
 * @throws if a tensor's data does not fit its shape or its name is `__metadata__`.
 */
export function encodeSafetensors(
  tensors: TensorMap,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const pieces = safetensorsPieces(tensors, metadata);
  const file = new Uint8Array(pieces.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    file.set(piece, at);
    at += piece.byteLength;
  }
  return file;
}

/**
 * What {@link encodeSafetensors} writes, as the header and the memory of each tensor in turn, so that large ones need not be
 * copied.
 *
 * @throws as it does
 */
export function safetensorsPieces(
  tensors: TensorMap,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array[] {
  const sorted = Object.entries(tensors).sort(
    ([nameA, a], [nameB, b]) =>
      dtypes[b.dtype].elementBytes - dtypes[a.dtype].elementBytes || compare(nameA, nameB),
  );
  let dataBytes = 0;
  const entries = sorted.map(([name, tensor]): HeaderEntry => {
    checkTensor(name, tensor);
    const begin = dataBytes;
    dataBytes += tensor.data.byteLength;
    return { name, dtype: tensor.dtype, shape: tensor.shape, begin, end: dataBytes };
  });
  const bytes = sorted.map(
    ([, { data }]) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  );
  return [encodeHeader(entries, metadata), ...bytes];
}

/**
 * Reads what {@link encodeSafetensors} or any other safetensors writer wrote. The tensors own their
 * memory. Element types other than F64, F32, I32, U8 and BOOL are refused.
 *
 * @throws if the header is too long, not JSON or inconsistent, or if the tensors do not cover the
 *   data exactly: overlapping, with gaps, out of range, or of another size than their shape says.
 */
export function decodeSafetensors(bytes: Uint8Array): SafetensorsContents {
  const { entries, metadata, headerBytes } = decodeHeader(bytes);
  const data = bytes.subarray(headerBytes);
  const tensors = entries.map(({ name, dtype, shape, begin, end }): [string, PlainTensor] => [
    name,
    tensorFromBytes(dtype, shape, data.subarray(begin, end)),
  ]);
  return { tensors: Object.fromEntries(tensors), metadata };
}

function checkTensor(name: string, { shape, data }: PlainTensor): void {
  if (name === '__metadata__') {
    throw new Error(
      'A tensor may not be called "__metadata__": safetensors keeps that name for its metadata.',
    );
  }
  if (!shape.every((dimension) => Number.isInteger(dimension) && dimension >= 0)) {
    throw new Error(
      `Tensor "${name}" has shape [${shape}]; expected whole numbers that are not negative.`,
    );
  }
  if (sizeOfShape(shape) !== data.length) {
    throw new Error(
      `Tensor "${name}" has ${data.length} elements, but its shape [${shape}] asks for ${sizeOfShape(shape)}.`,
    );
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
