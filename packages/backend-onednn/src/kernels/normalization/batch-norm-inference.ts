import { FusedBatchNorm } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { addBias } from '../../kernel-support/epilogue.js';
import { fallBack } from '../../kernel-support/fall-back.js';
import { defineKernel, runKernel } from '../../kernel-support/kernel.js';

interface Inputs {
  readonly x: TensorInfo;
  readonly mean: TensorInfo;
  readonly variance: TensorInfo;
  readonly scale?: TensorInfo;
  readonly offset?: TensorInfo;
}

/** Normalises the channels of `x` [..., C] by given statistics [C]: one multiply and one add. */
export const batchNormInference = defineKernel<Inputs, { varianceEpsilon?: number }>(
  FusedBatchNorm,
  (call) => {
    const { inputs, attrs, backend } = call;
    const { x, mean, variance, scale, offset } = inputs;
    const channels = x.shape[x.shape.length - 1];
    const vectors = [mean, variance, scale, offset].every(
      (v) => !v || (v.dtype === 'float32' && v.shape.length === 1 && v.shape[0] === channels),
    );
    if (x.dtype !== 'float32' || !vectors) return fallBack(FusedBatchNorm, call);
    const values = (v: TensorInfo | undefined) => v && backend.dataOf(v).numbers;
    const [means, variances, scales, offsets] = [mean, variance, scale, offset].map(values);
    const factor = backend.output([channels]);
    const shift = backend.output([channels]);
    for (let c = 0; c < channels; c++) {
      const deviation = Math.sqrt((variances?.[c] ?? 1) + (attrs.varianceEpsilon ?? 0.001));
      factor.data.numbers[c] = (scales?.[c] ?? 1) / deviation;
      shift.data.numbers[c] = (offsets?.[c] ?? 0) - (means?.[c] ?? 0) * factor.data.numbers[c];
    }
    const y = addBias(backend, runKernel(backend, 'Multiply', { a: x, b: factor }), shift);
    backend.disposeIntermediateTensorInfo(factor);
    backend.disposeIntermediateTensorInfo(shift);
    return y;
  },
);
