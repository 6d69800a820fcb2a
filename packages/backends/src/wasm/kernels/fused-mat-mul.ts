import { _FusedMatMul, BatchMatMul, util } from '@tensorflow/tfjs-core';
import type { _FusedMatMulAttrs } from '@tensorflow/tfjs-core';
import { compose } from '../compose.js';
import { inOneStep, inSteps } from '../unfused.js';
import type { FusedInputs } from '../unfused.js';
import { replacedKernel } from '../wasm-kernel.js';
import type { Tensors } from '../wasm-kernel.js';

/**
 * Matrix product with bias and activation. The published kernel adds the bias to the first product of
 * a batch alone.
 */
export const fusedMatMul = replacedKernel<Tensors<'a' | 'b'> & FusedInputs, _FusedMatMulAttrs>(
  _FusedMatMul,
  (args, stock) => {
    const { inputs, attrs, backend } = args;
    const { a, b } = inputs;
    const columns = b.shape[b.shape.length - (attrs.transposeB ? 2 : 1)];
    const batch = (shape: number[]) => util.sizeFromShape(shape.slice(0, -2));
    const single = batch(a.shape) === 1 && batch(b.shape) === 1;
    if (single && inOneStep(inputs, columns)) return stock(args);
    return compose(backend, (k) => inSteps(k, k.run(BatchMatMul, { a, b }, attrs), inputs, attrs));
  },
);
