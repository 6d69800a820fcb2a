import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { checkAlike, checkScalar, checkTensor } from './check-tensors.js';
import { smallestNormal } from './float32.js';
import { hasKernel, runKernel } from './fused-kernel.js';
import * as kernels from './kernels.js';
import type { WeightedSumAttrs } from './kernels.js';
import { usable } from './usable.js';

/*
 * The arithmetic of updates: each function is one pass over memory where the backend can, and throws
 * an Error where a tensor is not float32, shapes differ or a scale is no scalar.
 */

/** A factor: a number, or a scalar on the device, which nobody needs to read. */
export type Scale = number | Scalar;

/**
 * aScale · a + xScale · x: the perturbation of parameters, the combination of gradients, momentum and
 * the step itself are such sums. A number 0 leaves its tensor out, so that it cannot bring in a NaN.
 *
 * @param a any shape
 * @param x of the shape of `a`
 */
export function weightedSum(a: Tensor, aScale: Scale, x: Tensor, xScale: Scale): Tensor {
  checkTensor('weightedSum', 'a', a);
  checkAlike('weightedSum', 'x', x, 'a', a);
  checkScale('weightedSum', 'aScale', aScale);
  checkScale('weightedSum', 'xScale', xScale);
  if (xScale === 0) return scaled(a, aScale);
  if (aScale === 0) return scaled(x, xScale);
  if (usable(a, x) && hasKernel(kernels.WeightedSum)) {
    const inputs = { a, x, ...factor('aFactor', aScale), ...factor('xFactor', xScale) };
    const attrs = { aScale: numberIn(aScale), xScale: numberIn(xScale) };
    return runKernel(kernels.WeightedSum, inputs, attrs)[0];
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
  checkTensor('weightedSquare', 'a', a);
  checkAlike('weightedSquare', 'x', x, 'a', a);
  if (attrs.aScale !== 0 && usable(a, x) && hasKernel(kernels.WeightedSquare)) {
    return runKernel(kernels.WeightedSquare, { a, x }, attrs)[0];
  }
  return tf.tidy(() => weightedSum(a, attrs.aScale, tf.square(x), attrs.xScale));
}

/**
 * x · maxNorm / norm where a norm is above `maxNorm`, else x bit for bit: one part of a vector that is
 * clipped to a largest norm. A norm that is not finite clips nothing.
 *
 * @param x any shape
 * @param norm that of the whole vector, a scalar on the device
 */
export function shortened(x: Tensor, norm: Scalar, maxNorm: number): Tensor {
  checkTensor('shortened', 'x', x);
  checkScale('shortened', 'norm', norm);
  if (usable(x) && hasKernel(kernels.Shortened)) {
    return runKernel(kernels.Shortened, { x, norm }, { maxNorm })[0];
  }
  return tf.tidy(() => {
    const isLong = tf.logicalAnd(tf.isFinite(norm), tf.greater(norm, maxNorm));
    // two factors, since their quotient may be out of the range of float32
    return tf.mul(tf.div(x, tf.where(isLong, norm, 1)), tf.where(isLong, maxNorm, 1));
  });
}

/** What {@link adamDirection} divides by. */
export interface AdamWeights {
  /** 1 - β₁ᵗ, above 0: the bias correction of the mean. */
  readonly meanWeight: Scalar;
  /** 1 - β₂ᵗ, above 0: the bias correction of the mean square. */
  readonly varianceWeight: Scalar;
  /** Added to the root, ≥ 0. */
  readonly epsilon: number;
}

/**
 * (mean / meanWeight) / (√(variance / varianceWeight) + epsilon): Adam's direction; 0 where the divisor
 * is 0.
 *
 * Kingma and Ba, "Adam", ICLR 2015, arXiv 1412.6980, algorithm 1.
 *
 * @param mean any shape
 * @param variance of the shape of `mean`
 */
export function adamDirection(
  mean: Tensor,
  variance: Tensor,
  { meanWeight, varianceWeight, epsilon }: AdamWeights,
): Tensor {
  checkTensor('adamDirection', 'mean', mean);
  checkAlike('adamDirection', 'variance', variance, 'mean', mean);
  checkScale('adamDirection', 'meanWeight', meanWeight);
  checkScale('adamDirection', 'varianceWeight', varianceWeight);
  const divisible = epsilon >= smallestNormal;
  if (divisible && usable(mean, variance) && hasKernel(kernels.AdamDirection)) {
    const inputs = { mean, variance, meanWeight, varianceWeight };
    return runKernel(kernels.AdamDirection, inputs, { epsilon })[0];
  }
  return tf.tidy(() => {
    const divisor = tf.add(tf.sqrt(tf.div(variance, varianceWeight)), epsilon);
    const corrected = tf.div(mean, meanWeight);
    return divisible ? tf.div(corrected, divisor) : tf.divNoNan(corrected, divisor);
  });
}

function checkScale(operation: string, name: string, scale: Scale): void {
  if (typeof scale !== 'number') checkScalar(operation, name, scale);
}

const numberIn = (scale: Scale) => (typeof scale === 'number' ? scale : 1);

function factor<Name extends string>(name: Name, scale: Scale): Partial<Record<Name, Scalar>> {
  return typeof scale === 'number' ? {} : ({ [name]: scale } as Record<Name, Scalar>);
}

const scaled = (x: Tensor, scale: Scale) => (scale === 1 ? tf.clone(x) : tf.mul(x, scale));
