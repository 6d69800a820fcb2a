import { add, cast, mul, oneHot, square, sum, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { softmaxCrossEntropy } from '@gnp/ops';

/** What else than logits and labels a loss depends on. */
export interface LossOptions {
  /** Default 0. */
  readonly labelSmoothing?: number | undefined;
  /** What the loss of an example is multiplied by, by its class. Default: 1. */
  readonly classWeights?: readonly number[] | undefined;
}

/**
 * Cross-entropy of each row of logits [batch, classes] against labels [batch]. With label smoothing s
 * the target of the right class is 1 - s + s/classes and that of each other s/classes.
 */
export function crossEntropies(
  logits: Tensor2D,
  labels: Tensor1D,
  { labelSmoothing = 0, classWeights }: LossOptions = {},
): Tensor1D {
  return tidy(() => {
    const classes = logits.shape[1];
    // The wasm backend fills a float32 oneHot with integer bits, so its default type is cast instead.
    const hard = cast(oneHot(labels, classes), 'float32');
    const targets = labelSmoothing
      ? add(mul(hard, 1 - labelSmoothing), labelSmoothing / classes)
      : hard;
    const losses = softmaxCrossEntropy(logits, targets as Tensor2D);
    if (!classWeights) return losses;
    return mul<Tensor1D>(losses, sum(mul(hard, tensor1d([...classWeights])), -1));
  });
}

/** ½ · coefficient · the sum of the squares of all elements. */
export function l2Penalty(parameters: readonly Tensor[], coefficient: number): Scalar {
  return tidy(() =>
    mul<Scalar>(
      parameters.map((parameter) => sum(square(parameter))).reduce((a, b) => add(a, b)),
      coefficient / 2,
    ),
  );
}
