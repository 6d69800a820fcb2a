import * as tf from '@tensorflow/tfjs-core';
import { crossEntropies, l2Penalty } from './loss.js';

const crossEntropy = (logits: tf.Tensor2D, labels: tf.Tensor1D, labelSmoothing = 0) =>
  tf.mean<tf.Scalar>(crossEntropies(logits, labels, { labelSmoothing }));

beforeAll(() => tf.setBackend('cpu'));

const logits = [
  [2, -1, 0.5],
  [1000, 0, -1000],
];
const labels = [2, 0];

/** −Σ target · log softmax, in plain numbers. */
const expected = (smoothing: number) => {
  const rows = logits.map((row, i) => {
    const top = Math.max(...row);
    const total = row.reduce((sum, value) => sum + Math.exp(value - top), 0);
    return row.reduce((loss, value, k) => {
      const target = (k === labels[i] ? 1 - smoothing : 0) + smoothing / 3;
      return loss - target * (value - top - Math.log(total));
    }, 0);
  });
  return (rows[0] + rows[1]) / 2;
};

test.each([0, 0.1])(
  'crossEntropy is its formula, without overflow, at smoothing %p',
  (smoothing) => {
    const loss = crossEntropy(tf.tensor2d(logits), tf.tensor1d(labels, 'int32'), smoothing);
    expect(loss.dataSync()[0]).toBeCloseTo(expected(smoothing), 4);
  },
);

test('its gradient is softmax minus target', () => {
  const y = tf.tensor1d(labels, 'int32');
  const x = tf.tensor2d([logits[0], [0.3, 0.1, -2]]);
  const gradient = tf.grad((z) => crossEntropy(z as tf.Tensor2D, y));
  const softmax = tf.softmax(x);
  const target = tf.oneHot(y, 3);
  const difference = tf.sub(gradient(x), tf.div(tf.sub(softmax, target), 2));
  expect(Math.max(...tf.abs(difference).dataSync())).toBeLessThan(1e-6);
});

test('l2Penalty is half the sum of squares', () => {
  const penalty = l2Penalty([tf.tensor1d([1, 2]), tf.tensor2d([[3]])], 0.1);
  expect(penalty.dataSync()[0]).toBeCloseTo(0.7, 6);
});

test('classes weigh what they are given', () => {
  const y = tf.tensor1d(labels, 'int32');
  const x = tf.tensor2d([logits[0], [0.3, 0.1, -2]]);
  const plain = crossEntropies(x, y).dataSync();
  const weighted = crossEntropies(x, y, { classWeights: [3, 7, 0.5] }).dataSync();
  expect(weighted[0]).toBeCloseTo(0.5 * plain[0], 5);
  expect(weighted[1]).toBeCloseTo(3 * plain[1], 5);
});
