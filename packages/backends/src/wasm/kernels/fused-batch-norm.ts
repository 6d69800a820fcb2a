import { FusedBatchNorm } from '@tensorflow/tfjs-core';
import type { FusedBatchNormAttrs } from '@tensorflow/tfjs-core';
import { compose } from '../compose.js';
import { replacedKernel } from '../wasm-kernel.js';
import type { Tensors } from '../wasm-kernel.js';

/**
 * Batch normalization with given statistics, y = (x − mean)/√(variance + ε) · scale + offset, for x
 * [B,H,W,C] and statistics [C] (or any shape that broadcasts). Computed as x·a + b with
 * a = scale/√(variance + ε) and b = offset − mean·a: two passes over x instead of a slow one.
 */
export const fusedBatchNorm = replacedKernel<
  Tensors<'x' | 'mean' | 'variance'> & Partial<Tensors<'offset' | 'scale'>>,
  FusedBatchNormAttrs
>(FusedBatchNorm, ({ inputs, attrs, backend }) =>
  compose(backend, (k) => {
    const { x, mean, variance, offset, scale } = inputs;
    const spread = k.run('Add', { a: variance, b: k.fill([], attrs.varianceEpsilon) });
    const inverse = k.run('Rsqrt', { x: spread });
    const slope = scale ? k.multiply(inverse, scale) : inverse;
    const shift = k.multiply(mean, slope);
    const intercept = offset ? k.run('Sub', { a: offset, b: shift }) : k.run('Neg', { x: shift });
    return k.run('Add', { a: k.multiply(x, slope), b: intercept });
  }),
);
