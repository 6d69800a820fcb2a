import { dispose, mean, mul, stack, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { BatchSource } from './batch.js';
import { batchesOf } from './batches-of.js';
import { checkModel } from './check-model.js';
import { crossEntropy, errorRateOf } from './loss.js';
import { onDevice } from './on-device.js';
import type { StepSettings } from './train-step.js';

/** Figures of a model over all examples of a source. */
export interface Evaluation {
  /** Mean loss. */
  readonly loss: number;
  /** Share of the examples that are classified wrongly, from 0 to 1. */
  readonly errorRate: number;
  /** How many examples there were. */
  readonly count: number;
}

/** What is evaluated, and on what. */
export interface EvaluationSettings extends Pick<StepSettings, 'model' | 'loss' | 'preprocess'> {
  /** Its epoch 0 is gone through once; weights of examples do not count. */
  readonly data: BatchSource;
}

/**
 * Evaluates a model on every example of a source, exactly once.
 *
 * @throws TrainingDataError if a batch does not fit the model
 */
export async function evaluate(settings: EvaluationSettings): Promise<Evaluation> {
  const { model, data, loss = crossEntropy(), preprocess } = settings;
  const shapes = checkModel(model, loss);
  let [lossSum, errors, count] = [0, 0, 0];
  for await (const { batch, what } of batchesOf(data, { of: 'test data' })) {
    const { images, labels, weights, size } = onDevice(batch, { ...shapes, preprocess }, what);
    let sums: Tensor;
    try {
      sums = tidy(() => {
        const outputs = model.apply(images) as Tensor2D;
        return mul(stack([mean(loss(outputs, labels)), errorRateOf(outputs, labels)]), size);
      });
    } finally {
      dispose([images, labels, weights ?? []]);
    }
    const [batchLoss, batchErrors] = await sums.data();
    sums.dispose();
    lossSum += batchLoss;
    errors += Math.round(batchErrors);
    count += size;
  }
  return { loss: lossSum / count, errorRate: errors / count, count };
}
