import { add, argMax, cast, mean, mul, notEqual, tidy } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { softmaxCrossEntropy } from '@gnp/ops';
import { checkNumber } from '@gnp/options';
import { targetsOf } from './on-device.js';
import type { Labels } from './on-device.js';

/**
 * The loss of each example [size], of what the model gives for them [size, classes] and their labels. The
 * trainer weighs them and takes their mean.
 */
export interface Loss {
  (outputs: Tensor2D, labels: Labels): Tensor1D;
  /** Says that the outputs must be logits: a model that ends in softmax is then refused. */
  readonly of?: 'logits';
}

/** Options of {@link crossEntropy}. */
export interface CrossEntropyOptions {
  /**
   * s from 0 to 1: the target of the right class is 1 - s + s/classes, that of each other s/classes.
   * Default 0.
   */
  readonly labelSmoothing?: number | undefined;
}

/**
 * Cross-entropy of the softmax of logits.
 *
 * @throws RangeError if the smoothing is not from 0 to 1
 */
export function crossEntropy({ labelSmoothing = 0 }: CrossEntropyOptions = {}): Loss {
  checkNumber('labelSmoothing', labelSmoothing, { least: 0, most: 1 });
  const loss = (logits: Tensor2D, labels: Labels) =>
    tidy(() => {
      const [, classes] = logits.shape;
      const hard = targetsOf(labels, classes);
      const targets = labelSmoothing
        ? add<Tensor2D>(mul(hard, 1 - labelSmoothing), labelSmoothing / classes)
        : hard;
      return softmaxCrossEntropy(logits, targets);
    });
  return Object.assign(loss, { of: 'logits' as const });
}

/** The share of rows of outputs [size, classes] that have their largest value elsewhere than the labels. */
export function errorRateOf(outputs: Tensor2D, labels: Labels): Scalar {
  return tidy(() => {
    return mean<Scalar>(cast(notEqual(argMax(outputs, 1), classesOf(labels)), 'float32'));
  });
}

/** The class of each example [size], int32: that of its largest share where labels are shares, the first of equals. */
export function classesOf(labels: Labels): Tensor1D {
  return labels.rank === 2 ? argMax<Tensor1D>(labels, 1) : (labels as Tensor1D);
}
