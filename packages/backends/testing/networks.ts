import * as tf from '@tensorflow/tfjs-core';
import { numbers } from './agreement.js';

/** A loss as a function of parameters with the given shapes. */
export interface Network {
  readonly shapes: readonly (readonly number[])[];
  readonly loss: (parameters: readonly tf.Tensor[]) => tf.Scalar;
}

const random = (shape: readonly number[], seed: number): tf.Tensor =>
  tf.tensor(numbers(tf.util.sizeFromShape([...shape]), seed), [...shape]);

const images = (...shape: [number, number, number, number]) => random(shape, 99) as tf.Tensor4D;

function crossEntropy(logits: tf.Tensor): tf.Scalar {
  const [batch, classes] = logits.shape;
  const labels = tf.oneHot(
    tf.tensor1d(
      [...Array(batch).keys()].map((i) => i % classes),
      'int32',
    ),
    classes,
  );
  return tf.losses.softmaxCrossEntropy<tf.Tensor, tf.Scalar>(labels, logits);
}

function batchNorm(x: tf.Tensor4D, scale: tf.Tensor, offset: tf.Tensor): tf.Tensor4D {
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  return tf.batchNorm4d(
    x,
    mean as tf.Tensor1D,
    variance as tf.Tensor1D,
    offset as tf.Tensor1D,
    scale as tf.Tensor1D,
    1e-3,
  );
}

const conv = (x: tf.Tensor4D, w: tf.Tensor, strides = 1) =>
  tf.conv2d(x, w as tf.Tensor4D, strides, 'same');

const dense = (x: tf.Tensor, w: tf.Tensor, b: tf.Tensor) => tf.add(tf.matMul(x, w), b);

/** Small networks that between them use the kernels that training needs. */
export const networks: Readonly<Record<string, Network>> = {
  'convolution, batch norm, ReLU, max pool, dense': {
    shapes: [[3, 3, 2, 4], [4], [4], [36, 3], [3]],
    loss: ([w, scale, offset, kernel, bias]) => {
      const h = tf.relu(batchNorm(conv(images(2, 6, 6, 2), w), scale, offset));
      return crossEntropy(dense(tf.reshape(tf.maxPool(h, 2, 2, 'valid'), [2, 36]), kernel, bias));
    },
  },
  'strided residual block with average pools': {
    shapes: [[3, 3, 2, 4], [4], [4], [3, 3, 4, 4], [1, 1, 2, 4], [4, 3], [3]],
    loss: ([w1, scale, offset, w2, shortcut, kernel, bias]) => {
      const x = images(3, 5, 5, 2);
      const h = conv(tf.relu(batchNorm(conv(x, w1, 2), scale, offset)), w2);
      const sum = tf.relu(tf.add(h, conv(x, shortcut, 2))) as tf.Tensor4D;
      const pooled = tf.mean(tf.avgPool(sum, 2, 1, 'same'), [1, 2]);
      return crossEntropy(dense(pooled, kernel, bias));
    },
  },
  'depthwise and pointwise convolution': {
    shapes: [[3, 3, 4, 2], [1, 1, 8, 5], [3, 3, 5, 1], [5, 3], [3]],
    loss: ([depthwise, pointwise, second, kernel, bias]) => {
      const h = tf.depthwiseConv2d(images(3, 8, 8, 4), depthwise as tf.Tensor4D, 2, 'same');
      const mixed = tf.relu(conv(h, pointwise));
      const last = tf.depthwiseConv2d(mixed, second as tf.Tensor4D, 1, 'same');
      return crossEntropy(dense(tf.mean(last, [1, 2]), kernel, bias));
    },
  },
  'embedding looked up by gather': {
    shapes: [[7, 5], [5, 3], [3]],
    loss: ([embedding, kernel, bias]) => {
      const rows = tf.gather(embedding, tf.tensor1d([0, 3, 3, 6, 0, 1], 'int32'));
      return crossEntropy(dense(tf.tanh(rows), kernel, bias));
    },
  },
  attention: {
    shapes: [[8, 16], [8, 16], [8, 16], [16, 3], [3]],
    loss: ([wq, wk, wv, kernel, bias]) => {
      const x = tf.reshape(random([2, 12, 8], 99), [24, 8]);
      const heads = [wq, wk, wv].map((w) =>
        tf.transpose(tf.reshape(tf.matMul(x, w), [2, 12, 2, 8]), [0, 2, 1, 3]),
      );
      const weights = tf.softmax(tf.matMul(heads[0], heads[1], false, true));
      const mixed = tf.transpose(tf.matMul(weights, heads[2]), [0, 2, 1, 3]);
      return crossEntropy(dense(tf.reshape(mixed, [24, 16]), kernel, bias));
    },
  },
};

/** Starting values of a network's parameters. */
export function initial({ shapes }: Network): tf.Tensor[] {
  return shapes.map((shape, i) => random(shape, i + 1));
}
