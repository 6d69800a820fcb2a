import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { hasKernel } from './has-kernel.js';
import { LayerNormTraining, LayerNormTrainingGrad } from './kernel-names.js';

/**
 * Layer normalisation over the last axis: γ (x - μ) / √(σ² + ε) + β with the mean and biased variance
 * of each row. One kernel each way on this backend, a composition on others and where second
 * derivatives are asked for.
 *
 * Ba, Kiros and Hinton, "Layer Normalization", 2016, arXiv 1607.06450.
 *
 * @param x [..., C]
 * @param scale γ [C]
 * @param shift β [C]
 * @param epsilon added to the variance; 1e-6 by default
 */
export function layerNorm(x: Tensor, scale: Tensor1D, shift: Tensor1D, epsilon = 1e-6): Tensor {
  if (!hasKernel(LayerNormTraining) || x.size === 0) return compose(x, scale, shift, epsilon);
  const normalize = tf.customGrad((...args) => {
    const [input, gamma, beta] = args as unknown as Tensor[];
    const save = args[3] as unknown as (tensors: Tensor[]) => void;
    const attrs = { epsilon };
    const [y, mean, variance] = tf
      .engine()
      .runKernel(LayerNormTraining, { x: input, scale: gamma, shift: beta }, attrs) as Tensor[];
    save([input, gamma, beta, mean, variance]);
    const gradFunc = (dy: Tensor, saved: Tensor[]) => {
      const [x0, scale0, shift0, mean0, variance0] = saved;
      const inputs = { dy, x: x0, scale: scale0, shift: shift0, mean: mean0, variance: variance0 };
      return tf.engine().runKernel(LayerNormTrainingGrad, inputs, attrs) as Tensor[];
    };
    return { value: y, gradFunc };
  });
  return normalize(x, scale, shift);
}

function compose(x: Tensor, scale: Tensor1D, shift: Tensor1D, epsilon: number): Tensor {
  return tf.tidy(() => {
    const centered = tf.sub(x, tf.mean(x, -1, true));
    const variance = tf.mean(tf.square(centered), -1, true);
    return tf.add(tf.mul(tf.mul(centered, tf.rsqrt(tf.add(variance, epsilon))), scale), shift);
  });
}
