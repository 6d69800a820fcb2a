import { add, cast, mean, mul, oneHot, square, sum, tidy } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { softmaxCrossEntropy } from '@gnp/ops';

/**
 * Cross-entropy of each row of logits [batch, classes] against labels [batch]. With label smoothing s
 * the target of the right class is 1 - s + s/classes and that of each other s/classes.
 */
export function crossEntropies(logits: Tensor2D, labels: Tensor1D, labelSmoothing = 0): Tensor1D {
  return tidy(() => {
    const classes = logits.shape[1];
    // The wasm backend fills a float32 oneHot with integer bits, so its default type is cast instead.
    const hard = cast(oneHot(labels, classes), 'float32');
    const targets = labelSmoothing
      ? add(mul(hard, 1 - labelSmoothing), labelSmoothing / classes)
      : hard;
    return softmaxCrossEntropy(logits, targets as Tensor2D);
  });
}

/** The mean of {@link crossEntropies}. */
export function crossEntropy(logits: Tensor2D, labels: Tensor1D, labelSmoothing = 0): Scalar {
  return tidy(() => mean(crossEntropies(logits, labels, labelSmoothing)) as Scalar);
}

/** ½ · coefficient · the sum of the squares of all elements. */
export function l2Penalty(parameters: readonly Tensor[], coefficient: number): Scalar {
  return tidy(
    () =>
      mul(
        parameters.map((parameter) => sum(square(parameter))).reduce((a, b) => add(a, b)),
        coefficient / 2,
      ) as Scalar,
  );
}
