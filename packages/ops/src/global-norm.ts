import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { checkAlike, checkScalar, checkTensor } from './check-tensors.js';
import { smallestNormal } from './float32.js';
import { hasKernel, runKernel } from './fused-kernel.js';
import * as kernels from './kernels.js';
import { usable } from './usable.js';

/**
 * The Euclidean norm over all elements of all tensors, as one vector: a scalar on the device. Right over
 * the whole range of float32, since squares are taken of elements divided by the largest; infinite or
 * NaN where an element is. 0 for no tensors.
 *
 * @throws Error if a tensor is not float32
 */
export function globalNorm(tensors: readonly Tensor[]): Scalar {
  tensors.forEach((x, i) => checkTensor('globalNorm', `tensor ${i}`, x));
  const all = tensors.filter(({ size }) => size > 0);
  if (all.length === 0) return tf.scalar(0);
  if (usable(...all) && hasKernel(kernels.GlobalNorm)) {
    const inputs = Object.fromEntries(all.map((x, i) => [String(i), x]));
    return runKernel(kernels.GlobalNorm, inputs, {})[0] as Scalar;
  }
  return tf.tidy(() => {
    const largest = tf.max(tf.stack(all.map((x) => tf.max(tf.abs(x)))));
    const unit = divisor(largest);
    const squares = all.map((x) => tf.sum(tf.square(tf.div(x, unit))));
    return tf.mul<Scalar>(tf.sqrt(tf.addN(squares)), largest);
  });
}

/** One vector in a {@link globalCosine}. */
export interface Direction {
  readonly tensors: readonly Tensor[];
  /** Its norm, which may be over more tensors than those. */
  readonly norm: Scalar;
}

/**
 * The inner product of two vectors over the product of their norms, the cosine of the angle between
 * them: a scalar on the device from -1 to 1 but for rounding; 0 where one norm is 0.
 *
 * @param a tensors and their norm
 * @param b as many, of the same shapes
 * @throws Error if a tensor is not float32, shapes or numbers of tensors differ, or a norm is no scalar
 */
export function globalCosine(a: Direction, b: Direction): Scalar {
  const { length } = a.tensors;
  tf.util.assert(
    length === b.tensors.length,
    () => `globalCosine: ${length} tensors cannot be compared with ${b.tensors.length}.`,
  );
  checkScalar('globalCosine', 'the norm of a', a.norm);
  checkScalar('globalCosine', 'the norm of b', b.norm);
  a.tensors.forEach((x, i) => {
    checkTensor('globalCosine', `tensor ${i} of a`, x);
    checkAlike('globalCosine', `tensor ${i} of b`, b.tensors[i], `tensor ${i} of a`, x);
  });
  const pairs = a.tensors
    .map((x, i) => [x, b.tensors[i]] as const)
    .filter(([{ size }]) => size > 0);
  if (pairs.length === 0) return tf.scalar(0);
  if (usable(...pairs.flat()) && hasKernel(kernels.GlobalCosine)) {
    const inputs: Record<string, Tensor> = { aNorm: a.norm, bNorm: b.norm };
    pairs.forEach(([x, y], i) => {
      inputs[`a${i}`] = x;
      inputs[`b${i}`] = y;
    });
    return runKernel(kernels.GlobalCosine, inputs, {})[0] as Scalar;
  }
  return tf.tidy(() => {
    const [aNorm, bNorm] = [a, b].map(({ norm }) => divisor(norm));
    const products = pairs.map(([x, y]) => tf.sum(tf.mul(tf.div(x, aNorm), tf.div(y, bNorm))));
    return tf.addN(products) as Scalar;
  });
}

/** Something to divide by: the smallest normal number of float32 in place of 0. */
const divisor = (x: Tensor): Tensor => tf.maximum(x, smallestNormal);
