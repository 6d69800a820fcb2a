import { kernels } from '@gnp/ops';
import { bernoulliMask } from '@gnp/random';
import { strided } from '../engine/descriptor.js';
import type { Onednn } from '../engine/onednn.js';
import { Primitive } from '../engine/primitive.js';
import { Storage } from '../engine/storage.js';
import type { OnednnKernel } from '../kernels/kernel.js';
import { fusedKernel } from './fused-kernel.js';

/** Arguments: x, mask (u8), y = x · mask · scale; y may be x. */
export function maskPrimitive(
  onednn: Onednn,
  size: number,
  scale: number,
  storage: Storage,
): Primitive {
  return onednn.primitives.get(`mask|${size}|${scale}|${storage}`, () => {
    const [array, mask] = [strided([size], storage), strided([size], Storage.u8)];
    const wanted = { algorithm: 'mul', a: array, b: mask, destination: array } as const;
    const after = [{ eltwise: 'linear', alpha: scale } as const];
    return new Primitive(onednn, onednn.operations.binary(wanted, after), [
      ['source', array],
      ['source1', mask],
      ['destination', array],
    ]);
  });
}

/** The mask of a seed; and x · mask · scale. */
export const dropoutKernels: readonly OnednnKernel[] = [
  fusedKernel(kernels.DropoutMask, ({ attrs, backend }) => {
    const mask = backend.output(attrs.shape, 'bool');
    bernoulliMask(mask.data.numbers as Uint8Array, attrs.rate, attrs.seed);
    return mask;
  }),
  fusedKernel(kernels.ApplyMask, ({ inputs, attrs, backend }) => {
    const [x, mask] = [inputs.x, inputs.mask].map((t) => backend.dataOf(t));
    const { storage } = x;
    const y = backend.output(inputs.x.shape, 'float32', storage);
    const primitive = maskPrimitive(backend.onednn, x.size, attrs.scale, storage);
    primitive.run(x.rangeAs(storage), mask.range, y.data.rangeAs(storage));
    return y;
  }),
];
