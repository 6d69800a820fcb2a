import { util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Onednn } from '../engine/onednn.js';
import { reorder } from '../engine/reorder.js';
import { worthwhileSize } from '../kernel-support/kernel.js';
import { rangeAt, rangeFrom } from '../memory/memory-range.js';
import type { MemoryRange, Place } from '../memory/memory-range.js';
import { strided } from '../portable/array.js';
import { mergeAxes } from '../portable/merge-axes.js';
import { storageOf, storageBytes } from '../portable/storage.js';
import type { Storage } from '../portable/storage.js';

/** A strided window into an array; offset of its first element and strides in elements. */
export interface Window {
  readonly place: Place;
  /** 0 by default. */
  readonly offset?: number;
  readonly strides: readonly number[];
}

/** The most axes that oneDNN knows. */
export const maximumRank = 12;

/** What is copied: `dims` elements from one window to another. */
export interface Copy {
  readonly dims: readonly number[];
  readonly storage: Storage;
  readonly from: Window;
  readonly to: Window;
}

/** Copies in the library, axes that run on in both windows taken together. */
export function stridedCopy(onednn: Onednn, { dims, storage, from, to }: Copy): void {
  const start = ({ place, offset = 0 }: Window) => {
    const range = rangeAt(place, storage);
    return offset === 0 ? range : rangeFrom(range, offset * storageBytes[storage]);
  };
  const merged = mergeAxes(dims, from.strides, to.strides);
  if (merged.from.length === 1 && merged.from[0] === 0 && merged.to[0] === 1) {
    return repeat(onednn, storageBytes[storage], merged.dims[0], [start(from), start(to)]);
  }
  const describe = (strides: number[]) => strided(merged.dims, storage, strides);
  const primitive = reorder(onednn, describe(merged.from), describe(merged.to));
  primitive.run({ source: start(from), destination: start(to) });
}

/** Whether copying `size` elements of `x` in the library works and is worth a call. */
export function copyable(x: TensorInfo, size = util.sizeFromShape(x.shape)): boolean {
  return (
    storageOf(x.dtype) !== undefined && size >= worthwhileSize && x.shape.length <= maximumRank
  );
}

/** Writes one element `count` times, twice as many with each call: the library would go one by one. */
function repeat(
  { libc }: Onednn,
  bytes: number,
  count: number,
  [from, to]: readonly [MemoryRange, MemoryRange],
): void {
  const whole = count * bytes;
  if (!(to.bytes >= whole && from.bytes >= bytes)) {
    throw new RangeError(`${count} elements of ${bytes} bytes do not fit in ${to.bytes} bytes.`);
  }
  libc.memcpy(to.address, from.address, bytes);
  for (let done = bytes; done < whole; done *= 2) {
    libc.memcpy(to.address + done, to.address, Math.min(done, whole - done));
  }
}
