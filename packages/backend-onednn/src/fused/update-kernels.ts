import { kernels } from '@gnp/ops';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { eltwise } from '../kernels/elementwise/eltwise.js';
import type { Numbers } from '../kernels/elementwise/binary-loop.js';
import type { OnednnKernel } from '../kernels/kernel.js';
import { runChain } from './chain.js';
import type { Link } from './chain.js';
import { fusedKernel } from './fused-kernel.js';

/** The arithmetic of optimizers, in as few passes over memory as there can be. */
export const updateKernels: readonly OnednnKernel[] = [
  fusedKernel(kernels.WeightedSum, ({ inputs, attrs, backend }) => {
    const { a, x } = inputs;
    const { aScale, xScale } = attrs;
    // The larger scale is multiplied last, so that their quotient cannot overflow.
    const swap = xScale === 1 || (aScale !== 1 && Math.abs(xScale) > Math.abs(aScale));
    return swap
      ? runChain(backend, a, plusScaled(aScale, x, xScale))
      : runChain(backend, x, plusScaled(xScale, a, aScale));
  }),
  fusedKernel(kernels.WeightedSquare, ({ inputs, attrs, backend }) => {
    const { a, x } = inputs;
    return runChain(backend, x, [['mul', x], ...plusScaled(attrs.xScale, a, attrs.aScale)]);
  }),
  fusedKernel(kernels.SumOfSquares, ({ inputs, backend }) => {
    const sum = backend.output([]);
    sum.data.numbers[0] = sumOfSquares(backend.dataOf(inputs.x).numbers);
    return sum;
  }),
  fusedKernel(kernels.AdamDirection, ({ inputs, attrs, backend }) => {
    const { mean, variance } = inputs;
    const { meanScale, varianceScale, epsilon } = attrs;
    const { onednn } = backend;
    const root = backend.output(variance.shape);
    const { address, size } = root.data;
    eltwise(onednn, size, { algorithm: 'sqrt' }).run(backend.dataOf(variance).address, address);
    // m̂ / (√v̂ + ε) with the scales drawn out of root and quotient
    const scale = Math.sqrt(varianceScale);
    const divisor = runChain(backend, root, [
      ['mul', scale / meanScale],
      ['add', epsilon / meanScale],
    ]);
    const direction = runChain(backend, mean, [['div', divisor]]);
    backend.disposeIntermediateTensorInfo(root);
    backend.disposeIntermediateTensorInfo(divisor);
    return direction;
  }),
];

/** From x to scale · x + otherScale · other. */
function plusScaled(scale: number, other: TensorInfo, otherScale: number): Link[] {
  if (otherScale === 1)
    return [
      ['mul', scale],
      ['add', other],
    ];
  return [
    ['mul', scale / otherScale],
    ['add', other],
    ['mul', otherScale],
  ];
}

/** In double precision, in four sums that the processor adds to at once. */
function sumOfSquares(x: Numbers): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  const whole = x.length - (x.length % 4);
  for (let i = 0; i < whole; i += 4) {
    a += x[i] * x[i];
    b += x[i + 1] * x[i + 1];
    c += x[i + 2] * x[i + 2];
    d += x[i + 3] * x[i + 3];
  }
  for (let i = whole; i < x.length; i++) a += x[i] * x[i];
  return a + b + c + d;
}
