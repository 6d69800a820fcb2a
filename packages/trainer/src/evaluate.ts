import { argMax, dispose, max, mean, mul, softmax, stack, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { BatchSource } from './batch.js';
import { batchesOf } from './batches-of.js';
import { checkModel } from './check-model.js';
import { classesOf, crossEntropy, errorRateOf } from './loss.js';
import { onDevice } from './on-device.js';
import type { Labels } from './on-device.js';
import { topErrorRateOf } from './top-error-rate.js';
import type { StepSettings } from './train-step.js';

/** Figures of a model over all examples of a source. */
export interface Evaluation {
  /** Mean loss. */
  readonly loss: number;
  /** Share of the examples that are classified wrongly, from 0 to 1. */
  readonly errorRate: number;
  /**
   * Share of the examples whose class is not among the five with the largest outputs; of equal outputs the first counts as
   * larger, as in `tf.math.top_k`. Undefined for models of 5 classes or fewer.
   */
  readonly top5ErrorRate?: number;
  /** [classes, classes], row-major, if asked for: how many examples of the row's class were taken for the column's. */
  readonly confusion?: Int32Array;
  /** What each example was taken for, if asked for. */
  readonly predictions?: Predictions;
  /** How many examples there were. */
  readonly count: number;
}

/** What a model takes the examples of a source for, in the order in which they come. */
export interface Predictions {
  /** [count], the class of each example. */
  readonly labels: Int32Array;
  /** [count], the class with the largest output, the first of equals. */
  readonly predicted: Int32Array;
  /** [count], how likely the model holds that class to be: the softmax of its outputs there, from 0 to 1. */
  readonly probabilities: Float32Array;
}

/** What is evaluated, and on what. */
export interface EvaluationSettings extends Pick<StepSettings, 'model' | 'loss' | 'preprocess'> {
  /** Its epoch 0 is gone through once; weights of examples do not count. */
  readonly data: BatchSource;
  /** Whether to count which classes are taken for which. Default false. */
  readonly confusion?: boolean | undefined;
  /** Whether to keep what each example was taken for. Default false. */
  readonly predictions?: boolean | undefined;
}

/**
 * Evaluates a model on every example of a source, exactly once. Where labels are shares of classes, the class of an example
 * is that of its largest share, the first of equals.
 *
 * @throws TrainingDataError if a batch does not fit the model
 */
export async function evaluate(settings: EvaluationSettings): Promise<Evaluation> {
  const { model, data, loss = crossEntropy(), preprocess } = settings;
  const shapes = checkModel(model, loss);
  const { classes } = shapes;
  const confusion = settings.confusion ? new Int32Array(classes * classes) : undefined;
  const found: PredictedBatch[] = [];
  const keeps = confusion || settings.predictions;
  let [lossSum, errors, top5Errors, count] = [0, 0, 0, 0];
  for await (const { batch, what } of batchesOf(data, { of: 'test data' })) {
    const { images, labels, weights, size } = onDevice(batch, { ...shapes, preprocess }, what);
    let measured: { sums: Tensor; pairs?: Tensor2D; probabilities?: Tensor };
    try {
      measured = tidy(() => {
        const outputs = model.apply(images) as Tensor2D;
        const means = [mean(loss(outputs, labels)), errorRateOf(outputs, labels)];
        if (classes > 5) means.push(topErrorRateOf(outputs, labels, 5));
        return {
          sums: mul(stack(means), size),
          ...(keeps && { pairs: pairsOf(outputs, labels) }),
          ...(settings.predictions && { probabilities: max(softmax(outputs), 1) }),
        };
      });
    } finally {
      dispose([images, labels, weights ?? []]);
    }
    const [batchLoss, batchErrors, batchTop5Errors = 0] = await measured.sums.data();
    const pairs = (await measured.pairs?.data()) as Int32Array | undefined;
    const probabilities = (await measured.probabilities?.data()) as Float32Array | undefined;
    dispose(measured);
    if (confusion && pairs) countPairs(confusion, pairs, classes);
    if (pairs && probabilities) found.push({ pairs, probabilities });
    lossSum += batchLoss;
    errors += Math.round(batchErrors);
    top5Errors += Math.round(batchTop5Errors);
    count += size;
  }
  return {
    loss: lossSum / count,
    errorRate: errors / count,
    ...(classes > 5 && { top5ErrorRate: top5Errors / count }),
    ...(confusion && { confusion }),
    ...(settings.predictions && { predictions: joined(found, count) }),
    count,
  };
}

function countPairs(confusion: Int32Array, pairs: Int32Array, classes: number): void {
  const size = pairs.length / 2;
  for (let i = 0; i < size; i++) confusion[pairs[i] * classes + pairs[size + i]]++;
}

/** The class of each example, then what it was taken for [2, size], int32. */
function pairsOf(outputs: Tensor2D, labels: Labels): Tensor2D {
  return stack([classesOf(labels), argMax<Tensor1D>(outputs, 1)]) as Tensor2D;
}

/** Of a batch, [2, size] and [size]. */
interface PredictedBatch {
  readonly pairs: Int32Array;
  readonly probabilities: Float32Array;
}

function joined(batches: readonly PredictedBatch[], count: number): Predictions {
  const labels = new Int32Array(count);
  const predicted = new Int32Array(count);
  const probabilities = new Float32Array(count);
  let start = 0;
  for (const { pairs, probabilities: own } of batches) {
    labels.set(pairs.subarray(0, own.length), start);
    predicted.set(pairs.subarray(own.length), start);
    probabilities.set(own, start);
    start += own.length;
  }
  return { labels, predicted, probabilities };
}
