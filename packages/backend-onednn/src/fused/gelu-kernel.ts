import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { EltwiseOperation } from '../kernels/elementwise/eltwise.js';
import { eltwise, eltwiseGradient } from '../kernels/elementwise/eltwise.js';
import { defineKernel } from '../kernels/kernel.js';
import type { OnednnKernel } from '../kernels/kernel.js';
import { Gelu, GeluGrad } from './kernel-names.js';

export interface GeluAttrs {
  readonly approximate: boolean;
}

const operationOf = ({ approximate }: GeluAttrs): EltwiseOperation => ({
  algorithm: approximate ? 'geluTanh' : 'geluErf',
});

/** GELU, exact and approximate, and its derivative times dy. */
export const geluKernels: readonly OnednnKernel[] = [
  defineKernel<{ x: TensorInfo }, GeluAttrs>(Gelu, ({ inputs, attrs, backend }) => {
    const y = backend.output(inputs.x.shape);
    const x = backend.dataOf(inputs.x).address;
    eltwise(backend.onednn, y.data.size, operationOf(attrs)).run(x, y.data.address);
    return y;
  }),
  defineKernel<{ x: TensorInfo; dy: TensorInfo }, GeluAttrs>(
    GeluGrad,
    ({ inputs, attrs, backend }) => {
      const dx = backend.output(inputs.x.shape);
      const [x, dy] = [inputs.x, inputs.dy].map((t) => backend.dataOf(t).address);
      const primitive = eltwiseGradient(backend.onednn, dx.data.size, operationOf(attrs));
      primitive.run(x, dy, dx.data.address);
      return dx;
    },
  ),
];
