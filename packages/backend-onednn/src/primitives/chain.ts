import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend } from '../backend.js';
import { makeBinary } from '../engine/binary.js';
import type { BinaryPrimitive } from '../engine/binary.js';
import type { BinaryAlgorithm } from '../engine/enums.js';
import type { Onednn } from '../engine/onednn.js';
import type { PostOperation } from '../engine/post-operations.js';
import { rangeFrom } from '../memory/memory-range.js';
import { strided } from '../portable/array.js';
import { Storage } from '../portable/storage.js';

/** One link of a chain: an operation with a tensor of the same shape or with a number. */
export type Link = readonly [algorithm: BinaryAlgorithm, operand: TensorInfo | number];

/**
 * Starts from `x` and goes through `links`, in one pass over memory. Numbers are handed over as
 * arrays of one element, so that a chain is compiled once whatever they are.
 */
export function runChain(
  backend: OnednnBackend,
  x: TensorInfo,
  links: readonly Link[],
): TensorInfo {
  const { onednn } = backend;
  const y = backend.output(x.shape);
  const kinds = links.map(([algorithm, operand]): LinkKind => [
    algorithm,
    typeof operand === 'number' ? 'number' : 'tensor',
  ]);
  const primitive = chainPrimitive(onednn, y.data.size, kinds);
  onednn.pool.lend(lineBytes * links.length, (numbers) => {
    const [source1, ...others] = links.map(([, operand], i) => {
      if (typeof operand !== 'number') return backend.dataOf(operand);
      numbers.dataView().setFloat32(lineBytes * i, operand, true);
      return rangeFrom(numbers, lineBytes * i);
    });
    const operands = Object.fromEntries(others.map((operand, i) => [`operand${i}`, operand]));
    primitive.run({ ...operands, source: backend.dataOf(x), source1, destination: y.data });
  });
  return y;
}

/** Each number has a cache line of its own: oneDNN wants aligned arrays. */
const lineBytes = 64;

type LinkKind = readonly [algorithm: BinaryAlgorithm, operand: 'number' | 'tensor'];

export function chainPrimitive(
  onednn: Onednn,
  size: number,
  kinds: readonly LinkKind[],
): BinaryPrimitive {
  return onednn.primitives.get(`chain|${size}|${kinds.join('|')}`, (keep) => {
    const array = strided([size], Storage.f32);
    const one = strided([1], Storage.f32);
    const [first, ...after] = kinds.map(([binary, operand]) => ({
      binary,
      operand: operand === 'number' ? one : array,
    })) satisfies PostOperation[];
    const wanted = { algorithm: first.binary, a: array, b: first.operand, destination: array };
    return keep(makeBinary(onednn, wanted, after));
  });
}
