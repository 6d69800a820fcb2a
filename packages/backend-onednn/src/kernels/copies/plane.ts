import { rowMajor } from '../../engine/descriptor.js';
import type { Onednn } from '../../engine/onednn.js';
import type { Storage } from '../../engine/storage.js';
import type { MemoryRange } from '../../memory/memory-range.js';
import { stridedCopy } from './strided-copy.js';

/** The elements of an array at one place along an axis. */
export interface Plane {
  readonly range: MemoryRange;
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
  const outer = from.shape.slice(0, axis).reduce((product, size) => product * size, 1);
  const window = ({ range, shape, at }: Plane) => ({
    range,
    offset: at * inner,
    strides: [shape[axis] * inner, 1],
  });
  stridedCopy(onednn, storage, [outer, inner], window(from), window(to));
}
