import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import { checkAlike, checkTensor } from './check-tensors.js';
import { applyMask, dropoutMask } from './dropout.js';
import type { DropoutOptions } from './dropout.js';
import { hasKernel, runKernel } from './fused-kernel.js';
import * as kernels from './kernels.js';
import { withGradient } from './with-gradient.js';

/** Options of attention. */
export interface AttentionOptions {
  /** Number of heads; divides the channels. */
  readonly heads: number;
  /** Dropout of the attention probabilities. Default none. */
  readonly dropout?: DropoutOptions;
}

/**
 * Multi-head scaled dot-product attention: for each head softmax(q kᵀ / √d) v, with d = D / heads.
 *
 * Vaswani et al., "Attention Is All You Need", NeurIPS 2017, arXiv 1706.03762, section 3.2.
 *
 * @param q queries [B, T, D]; head h has the channels from h · d on
 * @param k keys [B, T, D]
 * @param v values [B, T, D]
 * @returns [B, T, D]
 * @throws Error if a tensor is not float32, the shapes differ or `heads` does not divide D
 */
export function attention(
  q: Tensor3D,
  k: Tensor3D,
  v: Tensor3D,
  { heads, dropout }: AttentionOptions,
): Tensor3D {
  const [batch, length, channels] = q.shape;
  checkTensor('attention', 'q', q, { axes: ['B', 'T', 'D'] });
  checkAlike('attention', 'k', k, 'q', q);
  checkAlike('attention', 'v', v, 'q', q);
  tf.util.assert(
    Number.isInteger(heads) && heads > 0 && channels % heads === 0,
    () => `attention: ${heads} heads do not divide ${channels} channels evenly.`,
  );
  return tf.tidy(() => {
    const mask = dropout
      ? dropoutMask([batch, heads, length, length], dropout)
      : tf.zeros([0], 'bool');
    const maskScale = dropout ? 1 / (1 - dropout.rate) : 1;
    if (q.size === 0 || !hasKernel(kernels.Attention)) return compose(q, k, v, mask, maskScale);
    const attrs = { heads, maskScale };
    return withGradient(
      [q, k, v],
      () => {
        const [y, probabilities] = runKernel(kernels.Attention, { q, k, v, mask }, attrs);
        return { value: y, saved: [q, k, v, mask, probabilities] };
      },
      (dy, [q0, k0, v0, mask0, probabilities]) => {
        const inputs = { dy, q: q0, k: k0, v: v0, mask: mask0, probabilities };
        return runKernel(kernels.AttentionGrad, inputs, attrs);
      },
    ) as Tensor3D;
  });

  function compose(...[q, k, v, mask, maskScale]: [Tensor, Tensor, Tensor, Tensor, number]) {
    const size = channels / heads;
    const split = (x: Tensor) =>
      tf.transpose(tf.reshape(x, [batch, length, heads, size]), [0, 2, 1, 3]);
    const scores = tf.mul(tf.matMul(split(q), split(k), false, true), 1 / Math.sqrt(size));
    const probabilities = tf.softmax(scores);
    const kept = mask.size > 0 ? applyMask(probabilities, mask, maskScale) : probabilities;
    const y = tf.transpose(tf.matMul(kept, split(v)), [0, 2, 1, 3]);
    return tf.reshape<tf.Rank.R3>(y, [batch, length, channels]);
  }
}
