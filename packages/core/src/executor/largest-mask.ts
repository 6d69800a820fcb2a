import * as tf from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Rank, Scalar, Tensor1D } from '@tensorflow/tfjs-core';
import { smallestNormal } from '@gnp/ops';

/** Halvings of the interval in which the threshold is looked for: then it is as fine as float32. */
const halvings = 32;

/** Below float32's smallest number, in powers of two. */
const lowest = -150;

/**
 * 1 on the given share of all entries that are largest, 0 on the others, found without a read: the
 * threshold's logarithm is closed in on by counting the entries above. Entries that are equal to the
 * smallest of the largest, to float32's precision, are 1 too.
 *
 * @param tensors their entries are at least 0
 */
export function largestMask(tensors: NamedTensorMap, share: number): NamedTensorMap {
  const all = Object.values(tensors);
  if (all.length === 0) return {};
  const flat = tf.concat1d(all.map((x) => tf.reshape<Rank.R1>(x, [x.size])));
  const wanted = Math.round(share * flat.size);
  const threshold = wanted === 0 ? tf.scalar(Infinity) : thresholdOf(flat, wanted);
  return Object.fromEntries(
    Object.entries(tensors).map(([name, x]) => [
      name,
      tf.cast(tf.greaterEqual(x, threshold), 'float32'),
    ]),
  );
}

/** The largest number, but for rounding, that at least `wanted` entries reach. */
function thresholdOf(flat: Tensor1D, wanted: number): Scalar {
  const power = (exponent: Scalar) => tf.exp(tf.mul(exponent, Math.LN2)) as Scalar;
  let low: Scalar = tf.scalar(lowest);
  let high: Scalar = tf.add(tf.div(tf.log(tf.maximum(tf.max(flat), smallestNormal)), Math.LN2), 1);
  for (let i = 0; i < halvings; i++) {
    const middle = tf.mul<Scalar>(tf.add(low, high), 0.5);
    const reached = tf.sum(tf.cast(tf.greaterEqual(flat, power(middle)), 'float32'));
    const enough = tf.greaterEqual(reached, wanted);
    [low, high] = [tf.where(enough, middle, low), tf.where(enough, high, middle)];
  }
  return power(low);
}
