import * as tf from '@tensorflow/tfjs-core';
import { l2 } from './index.js';

beforeAll(() => tf.setBackend('cpu'));

const parameters = () => ({ 'a/kernel': tf.tensor2d([[1, 2]]), 'a/bias': tf.tensor1d([3]) });
const valueOf = (penalty: tf.Scalar | undefined) => penalty!.dataSync()[0];

test('l2 is half the sum of squares, of the chosen parameters', () => {
  expect(valueOf(l2(0.1)(parameters()))).toBeCloseTo(0.7, 6);
  expect(valueOf(l2(0.1, '*/kernel')(parameters()))).toBeCloseTo(0.25, 6);
});

test('there is none of nothing', () => {
  expect(l2(0)(parameters())).toBeUndefined();
  expect(l2(1, 'b/*')(parameters())).toBeUndefined();
  expect(() => l2(-1)).toThrow('l2 must be a finite number of at least 0, got -1.');
});
