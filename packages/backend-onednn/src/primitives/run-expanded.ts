import { util } from '@tensorflow/tfjs-core';
import type { BinaryAlgorithm } from '../engine/enums.js';
import type { Onednn } from '../engine/onednn.js';
import type { Place } from '../memory/memory-range.js';
import { rowMajor } from '../portable/array.js';
import type { Broadcast } from '../portable/broadcast.js';
import { Storage, storageBytes } from '../portable/storage.js';
import { runBinary } from './run-binary.js';
import type { BinaryPlaces, BinaryStorages } from './run-binary.js';
import { maximumRank, stridedCopy } from './strided-copy.js';

/**
 * Runs a binary operation in the library; operands that it cannot repeat by itself are first written
 * out in full: the first, where both repeat or where the operation has no mirror image, and the second
 * where it repeats along axes for which there is no compiled code.
 *
 * @returns false when the library cannot do it, and nothing was done
 */
export function runExpanded(
  onednn: Onednn,
  algorithm: BinaryAlgorithm,
  plan: Broadcast,
  places: BinaryPlaces,
  storages: BinaryStorages = {},
): boolean {
  if (runBinary(onednn, algorithm, plan, places, storages)) return true;
  const { dims, aStrides, bStrides } = plan;
  if (dims.length > maximumRank) return false;
  const { a, b, out } = places;
  const { a: aStorage = Storage.f32, b: bStorage = Storage.f32 } = storages;
  const full = rowMajor(dims);
  const size = util.sizeFromShape([...dims]);
  const inFull = (
    place: Place,
    strides: readonly number[],
    storage: Storage,
    use: (place: Place) => boolean,
  ) =>
    strides.every((stride) => stride > 0)
      ? use(place)
      : onednn.pool.lend(storageBytes[storage] * size, (lent) => {
          const [from, to] = [
            { place, strides },
            { place: lent, strides: full },
          ];
          stridedCopy(onednn, { dims, storage, from, to });
          return use(lent);
        });
  const flat = { ...plan, dims: [size], aStrides: [1], bStrides: [1] };
  return inFull(a, aStrides, aStorage, (whole) => {
    const half = { ...plan, aStrides: full };
    const once = { a: whole, b, out };
    if (whole !== a && runBinary(onednn, algorithm, half, once, storages)) return true;
    return inFull(b, bStrides, bStorage, (other) =>
      runBinary(onednn, algorithm, flat, { a: whole, b: other, out }, storages),
    );
  });
}
