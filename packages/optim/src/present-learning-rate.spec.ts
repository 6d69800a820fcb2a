import * as tf from '@tensorflow/tfjs-core';
import { adamW, asOptimizer, chain, clipByGlobalNorm, scaleByLearningRate, sgd } from './index.js';
import type { GradientTransform } from './index.js';

beforeAll(() => tf.setBackend('cpu'));

const step = (optimizer: tf.Optimizer, w: tf.Variable) =>
  optimizer.minimize(() => tf.sum<tf.Scalar>(w), false, [w]);
const own: GradientTransform = { init: () => ({}), update: (updates) => ({ updates, state: {} }) };

test.each<[string, (learningRate: number) => GradientTransform]>([
  ['sgd', (learningRate) => sgd({ learningRate, momentum: 0 })],
  ['a chain', (rate) => chain(clipByGlobalNorm(9), sgd({ learningRate: rate, momentum: 0 }))],
  ['a chain with a transform of one’s own', (rate) => chain(own, scaleByLearningRate(rate))],
])('of %s can be read and set between steps', (_, make) => {
  const w = tf.variable(tf.tensor1d([1]));
  const optimizer = asOptimizer(make(0.25));
  expect(optimizer.learningRate).toBe(0.25);
  step(optimizer, w);
  expect(w.dataSync()[0]).toBe(0.75);
  optimizer.learningRate = 0.5;
  expect(optimizer.learningRate).toBe(0.5);
  step(optimizer, w);
  expect(w.dataSync()[0]).toBe(0.25);
  optimizer.setLearningRate(0);
  step(optimizer, w);
  expect(w.dataSync()[0]).toBe(0.25);
});

test('leaves the state as it was', () => {
  const [w, other] = [tf.variable(tf.tensor1d([1])), tf.variable(tf.tensor1d([1]))];
  const optimizer = asOptimizer(adamW({ learningRate: 0.1 }));
  const scheduled = asOptimizer(adamW({ learningRate: (i) => (i < 2 ? 0.1 : 0.3) }));
  for (let i = 0; i < 4; i++) {
    if (i === 2) optimizer.learningRate = 0.3;
    step(optimizer, w);
    step(scheduled, other);
  }
  expect(w.dataSync()).toEqual(other.dataSync());
});

test('of a schedule is that of the next step; a number takes its place', () => {
  const w = tf.variable(tf.tensor1d([1]));
  const optimizer = asOptimizer(sgd({ learningRate: (i) => 2 ** -i, momentum: 0 }));
  const rates = [0, 1, 2].map(() => {
    const rate = optimizer.learningRate;
    step(optimizer, w);
    return rate;
  });
  expect(rates).toEqual([1, 0.5, 0.25]);
  optimizer.learningRate = 3;
  expect(optimizer.learningRate).toBe(3);
  optimizer.learningRate = (i) => i;
  expect(optimizer.learningRate).toBe(3);
  step(optimizer, w);
  expect(optimizer.learningRate).toBe(4);
});

test('that is impossible is refused, and the old one stays', () => {
  const optimizer = asOptimizer(sgd({ learningRate: 0.1 }));
  expect(() => (optimizer.learningRate = NaN)).toThrow('learningRate must be a finite number');
  expect(() => optimizer.setLearningRate(-1)).toThrow('learningRate must be a finite number');
  expect(optimizer.learningRate).toBe(0.1);
});

test.each([
  ['none', () => own, 0],
  ['two', () => chain(sgd({ learningRate: 1 }), scaleByLearningRate(1)), 2],
])('of a transform with %s is refused', (_, make, count) => {
  const optimizer = asOptimizer(make());
  const message = `takes exactly one scaleByLearningRate in its chain, and there are ${count}.`;
  expect(() => optimizer.learningRate).toThrow(message);
  expect(() => optimizer.setLearningRate(0.1)).toThrow(message);
});
