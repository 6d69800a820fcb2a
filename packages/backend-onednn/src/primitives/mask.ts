import { makeBinary } from '../engine/binary.js';
import type { BinaryPrimitive } from '../engine/binary.js';
import type { Onednn } from '../engine/onednn.js';
import { strided } from '../portable/array.js';
import { Storage } from '../portable/storage.js';

/** source · source1 · scale, where source1 is a mask (u8); source and destination may be the same. */
export function maskPrimitive(
  onednn: Onednn,
  size: number,
  scale: number,
  storage: Storage,
): BinaryPrimitive {
  return onednn.primitives.get(`mask|${size}|${scale}|${storage}`, (keep) => {
    const [array, mask] = [strided([size], storage), strided([size], Storage.u8)];
    const wanted = { algorithm: 'mul', a: array, b: mask, destination: array } as const;
    return keep(makeBinary(onednn, wanted, [{ eltwise: 'linear', alpha: scale }]));
  });
}
