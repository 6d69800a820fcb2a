import { kernels } from '@gnp/ops';
import type { EltwiseOperation } from '../kernels/elementwise/eltwise.js';
import { eltwise, eltwiseGradient } from '../kernels/elementwise/eltwise.js';
import type { OnednnKernel } from '../kernels/kernel.js';
import { fusedKernel } from './fused-kernel.js';

const operationOf = ({ approximate }: { readonly approximate: boolean }): EltwiseOperation => ({
  algorithm: approximate ? 'geluTanh' : 'geluErf',
});

/** GELU, exact and approximate, and its derivative times dy. */
export const geluKernels: readonly OnednnKernel[] = [
  fusedKernel(kernels.Gelu, ({ inputs, attrs, backend }) => {
    const x = backend.dataOf(inputs.x);
    const { storage, size } = x;
    const y = backend.output(inputs.x.shape, 'float32', storage);
    const primitive = eltwise(backend.onednn, size, operationOf(attrs), storage);
    primitive.run(x.rangeAs(storage), y.data.rangeAs(storage));
    return y;
  }),
  fusedKernel(kernels.GeluGrad, ({ inputs, attrs, backend }) => {
    const [x, dy] = [inputs.x, inputs.dy].map((t) => backend.dataOf(t));
    const { storage, size } = x;
    const dx = backend.output(inputs.x.shape, 'float32', storage);
    const primitive = eltwiseGradient(backend.onednn, size, operationOf(attrs), storage);
    primitive.run(...[x, dy, dx.data].map((data) => data.rangeAs(storage)));
    return dx;
  }),
];
