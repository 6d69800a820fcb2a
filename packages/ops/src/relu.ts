import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { checkAlike, checkTensor } from './check-tensors.js';
import { hasKernel, runKernel } from './fused-kernel.js';
import * as kernels from './kernels.js';
import { withGradient } from './with-gradient.js';

/**
 * max(0, x), whose gradient is one kernel where the backend has it.
 *
 * @throws Error if `x` is not float32
 */
export function relu(x: Tensor): Tensor {
  checkTensor('relu', 'x', x);
  if (x.size === 0 || !hasKernel(kernels.ReluGrad)) return tf.relu(x);
  return withGradient([x], () => rectified(tf.relu(x)), reluGradient);
}

/**
 * max(0, a + b): the end of a residual block, in one pass where the backend can.
 *
 * @param a any shape
 * @param b of the shape of `a`
 * @throws Error if a tensor is not float32 or the shapes differ
 */
export function addRelu(a: Tensor, b: Tensor): Tensor {
  checkTensor('addRelu', 'a', a);
  checkAlike('addRelu', 'b', b, 'a', a);
  if (a.size === 0 || !hasKernel(kernels.AddRelu)) return tf.relu(tf.add(a, b));
  return withGradient(
    [a, b],
    () => rectified(runKernel(kernels.AddRelu, { a, b }, {})[0]),
    (dy, saved) => {
      const gradient = reluGradient(dy, saved);
      return [gradient, tf.clone(gradient)];
    },
  );
}

const rectified = (value: Tensor) => ({ value, saved: [value] });

function reluGradient(dy: Tensor, [y]: readonly Tensor[]): Tensor {
  return runKernel(kernels.ReluGrad, { dy, y }, {})[0];
}
