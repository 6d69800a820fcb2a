import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { checkNormalized } from './check-tensors.js';
import { hasKernel, runKernel } from './fused-kernel.js';
import * as kernels from './kernels.js';
import { normalizeChannels, normalizeChannelsGradient } from './normalize-channels.js';
import { withGradient } from './with-gradient.js';

/** Options of batch norm in training. */
export interface BatchNormOptions {
  /** Added to the variance. Default 1e-5. */
  readonly epsilon?: number;
  /** Whether max(0, ·) follows, at no cost. Default false. */
  readonly relu?: boolean;
}

/** What batch norm in training gives. */
export interface BatchNormResult {
  /** Of the shape of `x`. */
  readonly value: Tensor;
  /** Mean of each channel [C]; no gradient flows through it. */
  readonly mean: Tensor1D;
  /** Biased variance of each channel [C]; no gradient flows through it. */
  readonly variance: Tensor1D;
}

/**
 * Batch normalisation in training: each channel of `x` [..., C] is normalised by its own mean and
 * variance, then scaled and shifted, γ (x - μ) / √(σ² + ε) + β. Twice differentiable.
 *
 * Ioffe and Szegedy, "Batch Normalization", ICML 2015, arXiv 1502.03167.
 *
 * @param scale γ [C]
 * @param shift β [C]
 * @throws Error if a tensor is not float32 or a shape does not fit
 */
export function batchNorm(
  x: Tensor,
  scale: Tensor1D,
  shift: Tensor1D,
  { epsilon = 1e-5, relu = false }: BatchNormOptions = {},
): BatchNormResult {
  checkNormalized('batchNorm', x, scale, shift);
  const attrs = { epsilon, relu };
  const fused = x.size > 0 && hasKernel(kernels.BatchNorm);
  let moments: Tensor[] = [];
  const value = withGradient(
    [x, scale, shift],
    () => {
      const [y, mean, variance, ...notes] = fused
        ? runKernel(kernels.BatchNorm, { x, scale, shift }, attrs)
        : normalizeChannels(x, scale, shift, epsilon);
      // kept, so that they outlive the scope of the operation
      moments = [mean, variance].map((t) => tf.keep(t));
      return { value: y, saved: [x, scale, shift, mean, variance, ...notes] };
    },
    (dy, [x0, scale0, shift0, mean0, variance0, notes]) => {
      if (!fused) return normalizeChannelsGradient(dy, x0, scale0, [mean0, variance0], epsilon);
      const inputs = { dy, x: x0, scale: scale0, shift: shift0, mean: mean0, variance: variance0 };
      return runKernel(kernels.BatchNormGrad, { ...inputs, notes }, attrs);
    },
  );
  const [mean, variance] = moments.map(handOver) as Tensor1D[];
  return { value: relu && !fused ? tf.relu(value) : value, mean, variance };
}

/** Gives a kept tensor to the scope of the caller. */
function handOver(kept: Tensor): Tensor {
  const owned = tf.clone(kept);
  kept.dispose();
  return owned;
}
