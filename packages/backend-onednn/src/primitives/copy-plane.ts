import { util } from '@tensorflow/tfjs-core';
import type { Onednn } from '../engine/onednn.js';
import type { Place } from '../memory/memory-range.js';
import { rowMajor } from '../portable/array.js';
import type { Storage } from '../portable/storage.js';
import { stridedCopy } from './strided-copy.js';

/** The elements of an array at one index of an axis. */
export interface Plane {
  readonly place: Place;
  /** Shape of the array. */
  readonly shape: readonly number[];
  readonly at: number;
}

/** Copies one plane into another; the arrays differ in length along `axis` alone. */
export function copyPlane(
  onednn: Onednn,
  storage: Storage,
  axis: number,
  { from, to }: { readonly from: Plane; readonly to: Plane },
): void {
  const inner = rowMajor(from.shape)[axis];
  const outer = util.sizeFromShape(from.shape.slice(0, axis));
  const window = ({ place, shape, at }: Plane) => ({
    place,
    offset: at * inner,
    strides: [shape[axis] * inner, 1],
  });
  stridedCopy(onednn, { dims: [outer, inner], storage, from: window(from), to: window(to) });
}
