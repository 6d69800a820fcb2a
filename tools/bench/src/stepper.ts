import * as tf from '@tensorflow/tfjs';
import type { Rule } from '@gnp/core';
import { sgd } from '@gnp/optim';
import { trainStep } from '@gnp/trainer';

/** What a network is trained on: images of noise. */
interface NoiseShape {
  readonly batch: number;
  readonly size: number;
  readonly channels: number;
}

/** A batch of noise with labels of ten classes, the same each time. */
export function noise({ batch, size, channels }: NoiseShape) {
  const images = tf.randomNormal([batch, size, size, channels], 0, 1, 'float32', 1);
  const labels = tf.tensor1d(
    Array.from({ length: batch }, (_, i) => i % 10),
    'int32',
  );
  return { images, labels };
}

/** Takes steps by a rule on one batch, one upon the other; each is done when its numbers are known. */
export function stepper(
  model: tf.LayersModel,
  { images, labels }: ReturnType<typeof noise>,
  rule: Rule,
): () => Promise<void> {
  const step = trainStep({ model, rule, optimizer: sgd({ learningRate: 1e-3 }) });
  let state = step.firstState();
  return async () => {
    const given = { images: images.clone(), labels: labels.clone() };
    const taken = step.take(given, state, { step: 0 });
    ({ state } = taken);
    await taken.numbers();
  };
}
