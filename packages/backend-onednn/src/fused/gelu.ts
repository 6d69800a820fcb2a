import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { hasKernel } from './has-kernel.js';
import { Gelu, GeluGrad } from './kernel-names.js';

/** Options of GELU. */
export interface GeluOptions {
  /** Whether the tanh approximation stands for the error function; false by default. */
  readonly approximate?: boolean;
}

/**
 * The Gaussian error linear unit x Φ(x), or its approximation
 * x/2 (1 + tanh(√(2/π) (x + 0.044715 x³))).
 *
 * Hendrycks and Gimpel, "Gaussian Error Linear Units", 2016, arXiv 1606.08415.
 */
export function gelu(x: Tensor, { approximate = false }: GeluOptions = {}): Tensor {
  if (!hasKernel(Gelu) || x.size === 0) return compose(x, approximate);
  const activate = tf.customGrad((...args) => {
    const input = args[0] as unknown as Tensor;
    const save = args[1] as unknown as (tensors: Tensor[]) => void;
    const attrs = { approximate };
    save([input]);
    const value = tf.engine().runKernel(Gelu, { x: input }, attrs) as Tensor;
    const gradFunc = (dy: Tensor, [saved]: Tensor[]) =>
      tf.engine().runKernel(GeluGrad, { x: saved, dy }, attrs) as Tensor;
    return { value, gradFunc };
  });
  return activate(x);
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
