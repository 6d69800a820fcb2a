import * as tf from '@tensorflow/tfjs';
import { gnp } from '@gnp/core';
import { sgd } from '@gnp/optim';
import { tensorBatches } from '../src/index.js';
import type { TrainingOptions } from '../src/index.js';

/** Points of two classes in the plane, 22 of them, on either side of a circle. */
export function circle() {
  const points = Array.from({ length: 22 }, (_, i) => {
    const [angle, radius] = [i * 2.4, i % 2 ? 0.5 : 1.5];
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  const labels = points.map((_, i) => i % 2);
  return { points, labels };
}

/** A network of one hidden layer and dropout that may be seeded, as a user would write it. */
export function network(): tf.Sequential {
  const start = (seed: number) => tf.initializers.glorotUniform({ seed });
  return tf.sequential({
    layers: [
      tf.layers.dense({
        inputShape: [2],
        units: 8,
        activation: 'relu',
        kernelInitializer: start(1),
        name: `hidden${names++}`,
      }),
      tf.layers.dense({ units: 2, kernelInitializer: start(2), name: `out${names++}` }),
    ],
  });
}
let names = 0;

/** A small run: 6 batches an epoch, the last of them of 2 points. */
export function problem(): TrainingOptions & { images: tf.Tensor; labels: tf.Tensor } {
  const { points, labels } = circle();
  const images = tf.tensor2d(points);
  const classes = tf.tensor1d(labels, 'int32');
  return {
    images,
    labels: classes,
    model: network(),
    data: tensorBatches({ images, labels: classes }, { batchSize: 4 }),
    rule: gnp({ r: 0.05, alpha: 0.8 }),
    optimizer: sgd({ learningRate: 0.1 }),
    epochs: 3,
  };
}
