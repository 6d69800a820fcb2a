import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { checkAlike, checkTensor } from './check-tensors.js';
import { fullPrecision } from './full-precision.js';
import { withGradient } from './with-gradient.js';

/**
 * The cross-entropy of each example, -Σ p log softmax(logits), whose gradient is computed at once as
 * softmax(logits) Σ p - p instead of through the logarithm. The same operations on every backend; no
 * gradient flows into the labels. Twice differentiable.
 *
 * @param logits [N, C]
 * @param labels the wanted distributions p [N, C], float32; one-hot or smoothed
 * @returns [N]
 * @throws Error if a tensor is not float32 or the shapes differ
 */
export function softmaxCrossEntropy(logits: Tensor2D, labels: Tensor2D): Tensor1D {
  checkTensor('softmaxCrossEntropy', 'logits', logits, { axes: ['N', 'C'] });
  checkAlike('softmaxCrossEntropy', 'labels', labels, 'logits', logits);
  return tf.tidy(() => crossEntropy(fullPrecision(logits), labels));
}

function crossEntropy(logits: Tensor2D, labels: Tensor2D): Tensor1D {
  return withGradient(
    [logits],
    () => {
      const shifted = tf.sub(logits, tf.max(logits, -1, true));
      const logSum = tf.log(tf.sum(tf.exp(shifted), -1));
      const value = tf.sub(tf.mul(logSum, tf.sum(labels, -1)), tf.sum(tf.mul(labels, shifted), -1));
      return { value, saved: [logits, labels] };
    },
    (dy, [savedLogits, wanted]) => {
      const predicted = tf.mul(tf.softmax(savedLogits), tf.sum(wanted, -1, true));
      return tf.mul(tf.expandDims(dy, -1), tf.sub(predicted, wanted));
    },
  ) as Tensor1D;
}
