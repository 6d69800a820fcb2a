import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { checkNormalized } from './check-tensors.js';
import { hasKernel, runKernel } from './fused-kernel.js';
import * as kernels from './kernels.js';
import { withGradient } from './with-gradient.js';

/**
 * Layer normalisation over the last axis: γ (x - μ) / √(σ² + ε) + β with the mean and biased variance
 * of each row.
 *
 * Ba, Kiros and Hinton, "Layer Normalization", 2016, arXiv 1607.06450.
 *
 * @param x [..., C]
 * @param scale γ [C]
 * @param shift β [C]
 * @param epsilon added to the variance; 1e-6 by default
 * @throws Error if a tensor is not float32 or a shape does not fit
 */
export function layerNorm(x: Tensor, scale: Tensor1D, shift: Tensor1D, epsilon = 1e-6): Tensor {
  checkNormalized('layerNorm', x, scale, shift);
  if (x.size === 0 || !hasKernel(kernels.LayerNorm)) return compose(x, scale, shift, epsilon);
  const attrs = { epsilon };
  return withGradient(
    [x, scale, shift],
    () => {
      const [y, mean, variance] = runKernel(kernels.LayerNorm, { x, scale, shift }, attrs);
      return { value: y, saved: [x, scale, shift, mean, variance] };
    },
    (dy, [x0, scale0, shift0, mean, variance]) =>
      runKernel(
        kernels.LayerNormGrad,
        { dy, x: x0, scale: scale0, shift: shift0, mean, variance },
        attrs,
      ),
  );
}

function compose(x: Tensor, scale: Tensor1D, shift: Tensor1D, epsilon: number): Tensor {
  return tf.tidy(() => {
    const centered = tf.sub(x, tf.mean(x, -1, true));
    const variance = tf.mean(tf.square(centered), -1, true);
    return tf.add(tf.mul(tf.mul(centered, tf.rsqrt(tf.add(variance, epsilon))), scale), shift);
  });
}
