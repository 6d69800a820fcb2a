import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { hasKernel } from './has-kernel.js';
import { AddScaled } from './kernel-names.js';

/**
 * a + factor · x in one pass over memory: the perturbation of parameters, the combination of
 * gradients, momentum and the step itself are such sums. Not differentiable on this backend: it is
 * for updates.
 *
 * @param a any shape
 * @param x of the shape of `a`
 */
export function addScaled(a: Tensor, x: Tensor, factor: number | Scalar): Tensor {
  tf.util.assertShapesMatch(a.shape, x.shape, 'addScaled: ');
  if (!hasKernel(AddScaled)) return tf.tidy(() => tf.add(a, tf.mul(x, factor)));
  return tf.tidy(() => {
    const scale = typeof factor === 'number' ? tf.scalar(factor) : factor;
    return tf.engine().runKernel(AddScaled, { addend: a, x, factor: scale }) as Tensor;
  });
}
