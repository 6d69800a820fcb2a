import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import '../../src/index.js';
import type { OnednnBackend } from '../../src/index.js';

/** Trains a convolution and a linear layer for some steps on a backend of its own; the losses. */
export async function train(steps: number): Promise<number[]> {
  tf.enableProdMode();
  await tf.setBackend('onednn');
  (tf.backend() as OnednnBackend).grain = 'fine'; // even these small operations are split
  const images = tf.randomNormal<tf.Rank.R4>([16, 12, 12, 3], 0, 1, 'float32', 1);
  const targets = tf.randomNormal([16, 4], 0, 1, 'float32', 2);
  const kernel = tf.variable<tf.Rank.R4>(tf.randomNormal([3, 3, 3, 8], 0, 0.2, 'float32', 3));
  const weights = tf.variable<tf.Rank.R2>(tf.randomNormal([8, 4], 0, 0.2, 'float32', 4));
  const loss = () => {
    const x = tf.relu(tf.conv2d(images, kernel, 1, 'same'));
    const y = tf.matMul(tf.mean<tf.Tensor2D>(x, [1, 2]), weights);
    return tf.mean<tf.Scalar>(tf.square(tf.sub(y, targets)));
  };
  const optimizer = tf.train.sgd(0.1);
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const value = optimizer.minimize(loss, true, [kernel, weights]) as tf.Scalar;
    losses.push(value.dataSync()[0]);
    value.dispose();
  }
  tf.dispose([images, targets, kernel, weights]);
  return losses;
}
