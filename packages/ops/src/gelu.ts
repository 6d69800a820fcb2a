import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { checkTensor } from './check-tensors.js';
import { hasKernel, runKernel } from './fused-kernel.js';
import * as kernels from './kernels.js';
import { withGradient } from './with-gradient.js';

/** Options of GELU. */
export interface GeluOptions {
  /** Whether the tanh approximation stands for the error function. Default false. */
  readonly approximate?: boolean;
}

/**
 * The Gaussian error linear unit x Φ(x), or its approximation
 * x/2 (1 + tanh(√(2/π) (x + 0.044715 x³))).
 *
 * Hendrycks and Gimpel, "Gaussian Error Linear Units", 2016, arXiv 1606.08415.
 *
 * @throws Error if `x` is not float32
 */
export function gelu(x: Tensor, { approximate = false }: GeluOptions = {}): Tensor {
  checkTensor('gelu', 'x', x);
  if (x.size === 0 || !hasKernel(kernels.Gelu)) return compose(x, approximate);
  const attrs = { approximate };
  return withGradient(
    [x],
    () => ({ value: runKernel(kernels.Gelu, { x }, attrs)[0], saved: [x] }),
    (dy, [saved]) => runKernel(kernels.GeluGrad, { x: saved, dy }, attrs),
  );
}

function compose(x: Tensor, approximate: boolean): Tensor {
  return tf.tidy(() => {
    const inner = approximate
      ? tf.tanh(
          tf.mul(tf.add(x, tf.mul(tf.mul(tf.square(x), x), 0.044715)), Math.sqrt(2 / Math.PI)),
        )
      : tf.erf(tf.mul(x, Math.SQRT1_2));
    return tf.mul(tf.mul(x, 0.5), tf.add(inner, 1));
  });
}
