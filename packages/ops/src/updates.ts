import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { hasKernel, runKernel } from './fused-kernel.js';
import * as kernels from './kernels.js';
import type { AdamDirectionAttrs, WeightedSumAttrs } from './kernels.js';

/* The arithmetic of updates: each function is one pass over memory where the backend can. */

/**
 * aScale · a + xScale · x: the perturbation of parameters, the combination of gradients, momentum and
 * the step itself are such sums. A scale of 0 leaves its tensor out, so that it cannot bring in a NaN.
 *
 * @param a any shape
 * @param x of the shape of `a`
 */
export function weightedSum(a: Tensor, aScale: number, x: Tensor, xScale: number): Tensor {
  tf.util.assertShapesMatch(a.shape, x.shape, 'weightedSum: ');
  if (xScale === 0) return scaled(a, aScale);
  if (aScale === 0) return scaled(x, xScale);
  if (usable(a, x) && hasKernel(kernels.WeightedSum)) {
    return runKernel(kernels.WeightedSum, { a, x }, { aScale, xScale })[0];
  }
  return tf.tidy(() => tf.add(scaled(a, aScale), scaled(x, xScale)));
}

/**
 * aScale · a + xScale · x²: a running mean of squares.
 *
 * @param a any shape
 * @param x of the shape of `a`
 */
export function weightedSquare(a: Tensor, x: Tensor, attrs: WeightedSumAttrs): Tensor {
  tf.util.assertShapesMatch(a.shape, x.shape, 'weightedSquare: ');
  if (attrs.aScale !== 0 && usable(a, x) && hasKernel(kernels.WeightedSquare)) {
    return runKernel(kernels.WeightedSquare, { a, x }, attrs)[0];
  }
  return tf.tidy(() => weightedSum(a, attrs.aScale, tf.square(x), attrs.xScale));
}

/**
 * meanScale · mean / (√(varianceScale · variance) + epsilon): Adam's direction, the scales being its
 * bias corrections.
 *
 * Kingma and Ba, "Adam", ICLR 2015, arXiv 1412.6980, algorithm 1.
 *
 * @param mean any shape
 * @param variance of the shape of `mean`
 */
export function adamDirection(mean: Tensor, variance: Tensor, attrs: AdamDirectionAttrs): Tensor {
  tf.util.assertShapesMatch(mean.shape, variance.shape, 'adamDirection: ');
  if (usable(mean, variance) && hasKernel(kernels.AdamDirection)) {
    return runKernel(kernels.AdamDirection, { mean, variance }, attrs)[0];
  }
  const { meanScale, varianceScale, epsilon } = attrs;
  return tf.tidy(() =>
    tf.div(tf.mul(mean, meanScale), tf.add(tf.sqrt(tf.mul(variance, varianceScale)), epsilon)),
  );
}

/** Σ x², a scalar. */
export function sumOfSquares(x: Tensor): Scalar {
  if (usable(x) && hasKernel(kernels.SumOfSquares)) {
    return runKernel(kernels.SumOfSquares, { x }, {})[0] as Scalar;
  }
  return tf.tidy(() => tf.sum(tf.square(x)));
}

/** The kernels have no gradients, so that below any gradient the compositions run. */
const usable = (...tensors: Tensor[]) =>
  tf.engine().state.gradientDepth === 0 &&
  tensors.every(({ dtype, size }) => dtype === 'float32' && size > 0);

const scaled = (x: Tensor, scale: number) => (scale === 1 ? tf.clone(x) : tf.mul(x, scale));
