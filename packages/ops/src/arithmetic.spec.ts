import * as tf from '@tensorflow/tfjs-core';
import { numbers } from '../testing/numbers.js';
import { arithmetic, arithmeticOf } from './index.js';
import type { Arithmetic } from './index.js';

beforeAll(() => tf.setBackend('cpu'));

const [a, b] = [{ input: 0 }, { input: 1 }];

test.each<[Arithmetic, number, number, number]>([
  [['plus', a, b], 3, -4, -1],
  [['minus', a, b], 3, -4, 7],
  [['times', a, b], 3, -4, -12],
  [['ratio', a, b], 3, -4, -0.75],
  [['ratio', a, b], 3, 0, 0],
  [['ratio', a, b], 3, 1e-39, 0],
  [['smaller', a, b], 3, -4, -4],
  [['isAbove', a, b], 3, -4, 1],
  [['isAbove', a, b], 3, 3, 0],
  [['sign', b], 3, -4, -1],
  [['sign', b], 3, 0, 0],
  [['magnitude', b], 3, -4, 4],
  [['times', 0.5, ['plus', ['magnitude', b], a]], 3, -4, 3.5],
  [2.5, 0, 0, 2.5],
])('%j of %d and %d is %d', (expression, x, y, expected) => {
  expect(arithmeticOf(expression, [x, y])).toBe(expected);
  expect(numbers(arithmetic(expression, [tf.scalar(x), tf.scalar(y)]))).toEqual([expected]);
});
