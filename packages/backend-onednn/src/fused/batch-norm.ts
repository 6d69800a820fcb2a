import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { hasKernel } from './has-kernel.js';
import { BatchNormTraining, BatchNormTrainingGrad } from './kernel-names.js';

/** Options of batch norm in training. */
export interface BatchNormOptions {
  /** Added to the variance; 1e-5 by default. */
  readonly epsilon?: number;
  /** Whether max(0, ·) follows, at no cost; false by default. */
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
 * variance, then scaled and shifted, γ (x - μ) / √(σ² + ε) + β. One kernel each way on this backend,
 * a composition on others and where second derivatives are asked for.
 *
 * Ioffe and Szegedy, "Batch Normalization", ICML 2015, arXiv 1502.03167.
 *
 * @param scale γ [C]
 * @param shift β [C]
 */
export function batchNormTraining(
  x: Tensor,
  scale: Tensor1D,
  shift: Tensor1D,
  { epsilon = 1e-5, relu = false }: BatchNormOptions = {},
): BatchNormResult {
  if (!hasKernel(BatchNormTraining) || x.size === 0) return compose(x, scale, shift, epsilon, relu);
  const attrs = { epsilon, relu };
  const extras: Tensor1D[] = [];
  const normalize = tf.customGrad((...args) => {
    const [input, gamma, beta] = args as unknown as Tensor[];
    const save = args[3] as unknown as (tensors: Tensor[]) => void;
    const kernelInputs = { x: input, scale: gamma, shift: beta };
    const [y, mean, variance, notes] = tf
      .engine()
      .runKernel(BatchNormTraining, kernelInputs, attrs) as Tensor[];
    save([input, gamma, beta, mean, variance, notes]);
    extras.push(tf.keep(tf.clone(mean)) as Tensor1D, tf.keep(tf.clone(variance)) as Tensor1D);
    const gradFunc = (dy: Tensor, saved: Tensor[]) => {
      const [x0, scale0, shift0, mean0, variance0, notes0] = saved;
      const inputs = { dy, x: x0, scale: scale0, shift: shift0, mean: mean0, variance: variance0 };
      return tf
        .engine()
        .runKernel(BatchNormTrainingGrad, { ...inputs, notes: notes0 }, attrs) as Tensor[];
    };
    return { value: y, gradFunc };
  });
  const value = normalize(x, scale, shift);
  // Kept so that they outlive the scope of the custom gradient; now they belong to the caller's.
  const [mean, variance] = extras.map((t) => {
    const owned = tf.clone(t);
    t.dispose();
    return owned;
  });
  return { value, mean: mean as Tensor1D, variance: variance as Tensor1D };
}

function compose(
  x: Tensor,
  scale: Tensor1D,
  shift: Tensor1D,
  epsilon: number,
  relu: boolean,
): BatchNormResult {
  const axes = x.shape.slice(0, -1).map((_, axis) => axis);
  const mean = tf.mean(x, axes) as Tensor1D;
  const centered = tf.sub(x, mean);
  const variance = tf.mean(tf.square(centered), axes) as Tensor1D;
  const factor = tf.mul(scale, tf.rsqrt(tf.add(variance, epsilon)));
  const value = tf.add(tf.mul(centered, factor), shift);
  return { value: relu ? tf.relu(value) : value, mean, variance };
}
