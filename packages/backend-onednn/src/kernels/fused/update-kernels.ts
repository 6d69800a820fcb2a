import { arithmeticOf, cosineOf, factorFor, kernels, normOf } from '@gnp/ops';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend } from '../../backend.js';
import { fusedKernel } from '../../kernel-support/fused-kernel.js';
import type { OnednnKernel } from '../../kernel-support/kernel.js';
import { runChain } from '../../primitives/chain.js';
import type { Link } from '../../primitives/chain.js';
import { eltwise } from '../../primitives/eltwise.js';

/** The arithmetic of optimizers, in as few passes over memory as there can be. */
export const updateKernels: readonly OnednnKernel[] = [
  fusedKernel(kernels.WeightedSum, ({ inputs, attrs, backend }) => {
    const { a, x } = inputs;
    const aScale = attrs.aScale * numberOf(backend, inputs.aFactor);
    const xScale = attrs.xScale * numberOf(backend, inputs.xFactor);
    if (xScale === 0) return runChain(backend, a, [['mul', aScale]]);
    if (aScale === 0) return runChain(backend, x, [['mul', xScale]]);
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
  fusedKernel(kernels.Shortened, ({ inputs, attrs, backend }) => {
    const norm = numberOf(backend, inputs.norm);
    if (factorFor(norm, attrs.maxNorm) === 1) return backend.alias(inputs.x);
    // their quotient may be out of the range of float32
    return runChain(backend, inputs.x, [
      ['div', norm],
      ['mul', attrs.maxNorm],
    ]);
  }),
  fusedKernel(kernels.Arithmetic, ({ inputs, attrs, backend }) => {
    const values = Object.values(inputs).map((x) => numberOf(backend, x));
    return backend.scalar(arithmeticOf(attrs.expression, values));
  }),
  fusedKernel(kernels.GlobalNorm, ({ inputs, backend }) => {
    const arrays = Object.values(inputs).map((x) => backend.dataOf(x).numbers);
    return backend.scalar(normOf(arrays));
  }),
  fusedKernel(kernels.GlobalCosine, ({ inputs, backend }) => {
    const numbers = (name: string) => backend.dataOf(inputs[name]).numbers;
    const count = Object.keys(inputs).length / 2 - 1;
    const pairs = Array.from(
      { length: count },
      (_, i) => [numbers(`a${i}`), numbers(`b${i}`)] as const,
    );
    const [aNorm, bNorm] = [inputs.aNorm, inputs.bNorm].map((x) => numberOf(backend, x));
    return backend.scalar(cosineOf(pairs, aNorm, bNorm));
  }),
  fusedKernel(kernels.AdamDirection, ({ inputs, attrs, backend }) => {
    const { mean, variance } = inputs;
    const meanWeight = numberOf(backend, inputs.meanWeight);
    const root = backend.output(variance.shape);
    const squareRoot = eltwise(backend.onednn, root.data.size, { algorithm: 'sqrt' });
    squareRoot.run({ source: backend.dataOf(variance), destination: root.data });
    // m̂ / (√v̂ + ε) with the weights drawn out of root and quotient
    const scale = 1 / Math.sqrt(numberOf(backend, inputs.varianceWeight));
    const divisor = runChain(backend, root, [
      ['mul', scale * meanWeight],
      ['add', attrs.epsilon * meanWeight],
    ]);
    const direction = runChain(backend, mean, [['div', divisor]]);
    backend.disposeIntermediateTensorInfo(root);
    backend.disposeIntermediateTensorInfo(divisor);
    return direction;
  }),
];

/** A factor on the device, which is the processor here; 1 for none. */
function numberOf(backend: OnednnBackend, factor: TensorInfo | undefined): number {
  return factor ? backend.dataOf(factor).numbers[0] : 1;
}

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
