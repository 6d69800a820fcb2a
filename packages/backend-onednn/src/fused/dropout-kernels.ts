import { kernels } from '@gnp/ops';
import { bernoulliMask } from '@gnp/random';
import { makeBinary } from '../engine/binary.js';
import type { BinaryPrimitive } from '../engine/binary.js';
import { strided } from '../engine/descriptor.js';
import type { Onednn } from '../engine/onednn.js';
import { Storage } from '../engine/storage.js';
import type { OnednnKernel } from '../kernels/kernel.js';
import { fusedKernel } from './fused-kernel.js';

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

/** The mask of a seed; and x · mask · scale. */
export const dropoutKernels: readonly OnednnKernel[] = [
  fusedKernel(kernels.DropoutMask, ({ attrs, backend }) => {
    const mask = backend.output(attrs.shape, 'bool');
    bernoulliMask(mask.data.numbers as Uint8Array, attrs.rate, attrs.seed);
    return mask;
  }),
  fusedKernel(kernels.ApplyMask, ({ inputs, attrs, backend }) => {
    const [source, source1] = [inputs.x, inputs.mask].map((t) => backend.dataOf(t));
    const y = backend.outputLike(inputs.x);
    const primitive = maskPrimitive(backend.onednn, source.size, attrs.scale, source.storage);
    primitive.run({ source, source1, destination: y.data });
    return y;
  }),
];
