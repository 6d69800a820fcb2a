import { storageBytes } from '../../engine/storage.js';
import type { Storage } from '../../engine/storage.js';
import { strided } from '../../engine/descriptor.js';
import type { Onednn } from '../../engine/onednn.js';
import { reorder } from '../../engine/reorder.js';
import { rangeAt, rangeFrom } from '../../memory/memory-range.js';
import type { MemoryRange, Place } from '../../memory/memory-range.js';

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

export function stridedCopy(onednn: Onednn, { dims, storage, from, to }: Copy): void {
  const start = ({ place, offset = 0 }: Window) =>
    rangeFrom(rangeAt(place, storage), offset * storageBytes[storage]);
  const merged = mergeAxes(dims, from.strides, to.strides);
  if (merged.from.length === 1 && merged.from[0] === 0 && merged.to[0] === 1) {
    return repeat(onednn, storageBytes[storage], merged.dims[0], [start(from), start(to)]);
  }
  const describe = (strides: number[]) => strided(merged.dims, storage, strides);
  const primitive = reorder(onednn, describe(merged.from), describe(merged.to));
  primitive.run({ source: start(from), destination: start(to) });
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

/** Drops axes of size 1 and joins neighbours that run on in both windows: fewer, faster loops. */
function mergeAxes(
  dims: readonly number[],
  from: readonly number[],
  to: readonly number[],
): { dims: number[]; from: number[]; to: number[] } {
  const merged = { dims: [] as number[], from: [] as number[], to: [] as number[] };
  for (let axis = dims.length - 1; axis >= 0; axis--) {
    if (dims[axis] === 1) continue;
    const [size, a, b] = [merged.dims[0], merged.from[0], merged.to[0]];
    if (merged.dims.length > 0 && from[axis] === a * size && to[axis] === b * size) {
      merged.dims[0] *= dims[axis];
    } else {
      merged.dims.unshift(dims[axis]);
      merged.from.unshift(from[axis]);
      merged.to.unshift(to[axis]);
    }
  }
  return merged.dims.length > 0 ? merged : { dims: [1], from: [1], to: [1] };
}
