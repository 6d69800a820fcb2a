import * as tf from '@tensorflow/tfjs-core';
import { crossEntropy, errorRateOf } from './loss.js';

beforeAll(() => tf.setBackend('cpu'));

const logits = [
  [2, -1, 0.5],
  [1000, 0, -1000],
];
const labels = [2, 0];
const x = () => tf.tensor2d(logits);

/** −Σ target · log softmax of each row, in plain numbers. */
const expected = (targets: readonly (readonly number[])[], smoothing: number) =>
  logits.map((row, i) => {
    const top = Math.max(...row);
    const total = row.reduce((sum, value) => sum + Math.exp(value - top), 0);
    return row.reduce((loss, value, k) => {
      const target = targets[i][k] * (1 - smoothing) + smoothing / 3;
      return loss - target * (value - top - Math.log(total));
    }, 0);
  });

test.each([0, 0.1])('cross-entropy is its formula, without overflow, at smoothing %p', (s) => {
  const loss = crossEntropy({ labelSmoothing: s });
  const hard = labels.map((label) => [0, 1, 2].map((k) => Number(k === label)));
  const soft = [
    [0.25, 0.75, 0],
    [0.5, 0.25, 0.25],
  ];
  const ofClasses = Array.from(loss(x(), tf.tensor1d(labels, 'int32')).dataSync());
  const ofShares = Array.from(loss(x(), tf.tensor2d(soft)).dataSync());
  expected(hard, s).forEach((value, i) => expect(ofClasses[i]).toBeCloseTo(value, 4));
  expected(soft, s).forEach((value, i) => expect(ofShares[i] / value).toBeCloseTo(1, 5));
});

test('its gradient is softmax minus target', () => {
  const y = tf.tensor1d(labels, 'int32');
  const x = tf.tensor2d([logits[0], [0.3, 0.1, -2]]);
  const gradient = tf.grad((z) => tf.mean<tf.Scalar>(crossEntropy()(z as tf.Tensor2D, y)));
  const difference = tf.sub(gradient(x), tf.div(tf.sub(tf.softmax(x), tf.oneHot(y, 3)), 2));
  expect(Math.max(...tf.abs(difference).dataSync())).toBeLessThan(1e-6);
});

test('the error rate counts rows whose largest output is not at the label, or at its largest share', () => {
  const outputs = tf.tensor2d([
    [1, 2, 3],
    [3, 2, 1],
    [0, 1, 0],
    [5, 0, 0],
  ]);
  expect(errorRateOf(outputs, tf.tensor1d([2, 1, 1, 1], 'int32')).dataSync()[0]).toBe(0.5);
  const shares = tf.tensor2d([
    [0.2, 0.2, 0.6],
    [0.9, 0.1, 0],
    [0.4, 0.3, 0.3],
    [0.5, 0.25, 0.25],
  ]);
  expect(errorRateOf(outputs, shares).dataSync()[0]).toBe(0.25);
});

test('a smoothing that is no share is refused', () => {
  expect(() => crossEntropy({ labelSmoothing: 2 })).toThrow('labelSmoothing must be');
});
