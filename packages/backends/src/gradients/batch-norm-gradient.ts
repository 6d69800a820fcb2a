import {
  add,
  FusedBatchNorm,
  mul,
  neg,
  reshape,
  rsqrt,
  scalar,
  sub,
  sum,
} from '@tensorflow/tfjs-core';
import type { FusedBatchNormAttrs, GradConfig, Tensor } from '@tensorflow/tfjs-core';

/**
 * Gradients of y = (x − μ)·σ⁻¹·γ + β with σ⁻¹ = (variance + ε)^(−1/2), by all five inputs. With
 * D = Σ dy and E = Σ dy·(x − μ) over the batch and the pixels,
 *
 *     dx = dy·γσ⁻¹,  dμ = −γσ⁻¹·D,  dvariance = −½·γσ⁻³·E,  dγ = σ⁻¹·E,  dβ = D
 *
 * so there are five passes over tensors of the size of x; the gradient that comes with TensorFlow.js
 * makes twelve. Statistics of rank 1 belong to the last axis of x; others have the shape of x, and
 * then there is nothing to sum. As in TensorFlow.js, there is no gradient without a scale.
 */
export const batchNormGradient: GradConfig = {
  kernelName: FusedBatchNorm,
  inputsToSave: ['x', 'mean', 'variance', 'scale'],
  gradFunc: (grad, saved, attrs) => {
    const dy = Array.isArray(grad) ? grad[0] : grad;
    const [x, mean, variance, scale] = saved;
    const { varianceEpsilon } = attrs as unknown as FusedBatchNormAttrs;
    const total = (t: Tensor): Tensor =>
      reshape(mean.rank === 1 ? sum(t, [...Array(x.rank - 1).keys()]) : t, mean.shape);
    const inverse = rsqrt(add(variance, scalar(varianceEpsilon)));
    const slope = mul(inverse, scale);
    // shared by several gradients, each of which is tidied up by itself, so not made on demand
    const sumDy = total(dy);
    const sumDyCentred = total(mul(dy, sub(x, mean)));
    return {
      x: () => mul(dy, slope),
      mean: () => neg(mul(slope, sumDy)),
      variance: () => mul(mul(mul(inverse, inverse), mul(slope, scalar(-0.5))), sumDyCentred),
      scale: () => mul(inverse, sumDyCentred),
      offset: () => sumDy.clone(),
    };
  },
};
