import { argMax, cast, mean, notEqual, tidy } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';

/** The share of rows of logits [batch, classes] that have their largest value elsewhere than at the label. */
export function errorRateOf(logits: Tensor2D, labels: Tensor1D): Scalar {
  return tidy(() => mean<Scalar>(cast(notEqual(argMax(logits, 1), labels), 'float32')));
}
