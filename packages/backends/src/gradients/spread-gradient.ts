import { fill, mul, reshape, util } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * Gives every element of a tensor of `shape` the gradient of the sum it went into: dy, which lacks
 * the axes `axis` (all of them if undefined) or has them with size 1, broadcast to `shape`.
 */
export function spreadGradient(
  dy: Tensor,
  shape: readonly number[],
  axis: number | number[] | undefined,
): Tensor {
  const axes = util.parseAxisParam(axis as number | number[], [...shape]);
  const kept = shape.map((size, i) => (axes.includes(i) ? 1 : size));
  // a fill is made where the tensors are; tf.ones would be made here and copied there
  return mul(reshape(dy, kept), fill([...shape], 1));
}
