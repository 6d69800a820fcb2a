import {
  cast,
  equal,
  expandDims,
  less,
  lessEqual,
  mean,
  range,
  sum,
  tidy,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core';
import { classesOf } from './loss.js';
import type { Labels } from './on-device.js';

/**
 * The share of rows of outputs [size, classes] whose class is not among the `k` largest. Of equal outputs the one of the
 * first class counts as larger, as `tf.math.top_k` and `argMax` have it: so no backend's order of sorting matters, the
 * rate never exceeds the error rate, and a model that gives all classes the same is no better than chance. What is not a
 * number counts as larger than the right class, and where that is NaN itself the example is wrong.
 *
 * @param k from 1 to the number of classes
 */
export function topErrorRateOf(outputs: Tensor2D, labels: Labels, k: number): Scalar {
  return tidy(() => {
    const [, classes] = outputs.shape;
    const index = expandDims<Tensor2D>(range(0, classes, 1, 'int32'), 0);
    const right = expandDims<Tensor2D>(classesOf(labels), 1);
    const isRight = equal(index, right);
    // no product with a mask: it would spread infinities and NaN to all rows' sums
    const own = sum(where(isRight, outputs, zerosLike(outputs)), 1, true);
    const isBehind = where(less(index, right), less(outputs, own), lessEqual(outputs, own));
    // the right class is among those that are not ahead of itself
    const notAhead = sum(cast(isBehind, 'float32'), 1);
    return mean<Scalar>(cast(less(notAhead, classes - k + 1), 'float32'));
  });
}
