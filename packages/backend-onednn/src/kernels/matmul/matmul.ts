import { _FusedMatMul, BatchMatMul } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { addBias } from '../add-bias.js';
import { applyActivation } from '../activation.js';
import type { ActivationAttrs } from '../activation.js';
import { fallBack } from '../fall-back.js';
import { defineKernel, runKernel } from '../kernel.js';
import { multiply } from './multiply.js';
import type { Transposes } from './multiply.js';

interface Factors {
  readonly a: TensorInfo;
  readonly b: TensorInfo;
}

interface FusedInputs extends Factors {
  readonly bias?: TensorInfo;
  readonly preluActivationWeights?: TensorInfo;
}

export const batchMatMul = defineKernel<Factors, Transposes>(BatchMatMul, (call) => {
  const { inputs, attrs, backend } = call;
  const { a, b } = inputs;
  if (a.dtype !== 'float32' || b.dtype !== 'float32') return fallBack(BatchMatMul, call);
  return multiply(backend, a, b, attrs);
});

export const fusedMatMul = defineKernel<FusedInputs, Transposes & ActivationAttrs>(
  _FusedMatMul,
  (call) => {
    const { inputs, attrs, backend } = call;
    const { a, b, bias, preluActivationWeights } = inputs;
    const columns = b.shape[b.shape.length - (attrs.transposeB ? 2 : 1)];
    const isRow = bias?.shape.length === 1 && bias.shape[0] === columns;
    if ([a, b, bias].every((x) => !x || x.dtype === 'float32') && (!bias || isRow)) {
      const y = multiply(backend, a, b, attrs, bias);
      return applyActivation(backend, y, attrs, preluActivationWeights);
    }
    const product = runKernel(backend, BatchMatMul, { a, b }, attrs);
    const y = bias ? addBias(backend, product, bias) : product;
    return applyActivation(backend, y, attrs, preluActivationWeights);
  },
);
