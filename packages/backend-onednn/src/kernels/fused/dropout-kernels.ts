import { kernels } from '@gnp/ops';
import { bernoulliMask } from '@gnp/random';
import { fusedKernel } from '../../kernel-support/fused-kernel.js';
import type { OnednnKernel } from '../../kernel-support/kernel.js';
import { maskPrimitive } from '../../primitives/mask.js';

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
