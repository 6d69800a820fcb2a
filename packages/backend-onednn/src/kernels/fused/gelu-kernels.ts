import { kernels } from '@gnp/ops';
import { fusedKernel } from '../../kernel-support/fused-kernel.js';
import type { OnednnKernel } from '../../kernel-support/kernel.js';
import { eltwise, eltwiseGradient } from '../../primitives/eltwise.js';
import type { EltwiseOperation } from '../../primitives/eltwise.js';

const operationOf = ({ approximate }: { readonly approximate: boolean }): EltwiseOperation => ({
  algorithm: approximate ? 'geluTanh' : 'geluErf',
});

/** GELU, exact and approximate, and its derivative times dy. */
export const geluKernels: readonly OnednnKernel[] = [
  fusedKernel(kernels.Gelu, ({ inputs, attrs, backend }) => {
    const source = backend.dataOf(inputs.x);
    const y = backend.outputLike(inputs.x);
    const primitive = eltwise(backend.onednn, source.size, operationOf(attrs), source.storage);
    primitive.run({ source, destination: y.data });
    return y;
  }),
  fusedKernel(kernels.GeluGrad, ({ inputs, attrs, backend }) => {
    const source = backend.dataOf(inputs.x);
    const { size, storage } = source;
    const dx = backend.outputLike(inputs.x);
    const primitive = eltwiseGradient(backend.onednn, size, operationOf(attrs), storage);
    const diffDestination = backend.dataOf(inputs.dy);
    primitive.run({ source, diffDestination, diffSource: dx.data });
    return dx;
  }),
];
