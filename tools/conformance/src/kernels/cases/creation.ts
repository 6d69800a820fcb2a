import * as tf from '@tensorflow/tfjs';
import { eachOf, floats, given } from '../kernel-case.js';
import type { KernelCase } from '../kernel-case.js';

export const creation: KernelCase[] = [
  ...eachOf(
    'Fill',
    [{}],
    [
      { shape: [2, 3], value: 1.5, dtype: 'float32' },
      { shape: [3], value: -2, dtype: 'int32' },
      { shape: [3], value: 1, dtype: 'bool' },
      { shape: [2], value: 'a', dtype: 'string' },
      { shape: [2], value: NaN, dtype: 'float32' },
      { shape: [0], value: 1, dtype: 'float32' },
    ],
  ),
  ...eachOf(
    'LinSpace',
    [{}],
    [
      { start: 1, stop: -3, num: 7 },
      { start: 0.1, stop: 0.9, num: 2 },
      { start: 2, stop: 5, num: 1 },
    ],
  ),
  ...eachOf(
    'Range',
    [{}],
    [
      { start: 0, stop: 5, step: 2, dtype: 'float32' },
      { start: 3, stop: -4, step: -3, dtype: 'int32' },
      { start: 1, stop: 1, step: 1, dtype: 'int32' },
    ],
  ),
  // draws follow the backend's own generator: certain outcomes alone can be compared
  ...eachOf(
    'Multinomial',
    [{ logits: given('float32', [0, -1e9, -1e9, -1e9, -1e9, 0], [2, 3]) }],
    [{ numSamples: 4, seed: 3, normalized: false }],
  ),
  ...eachOf(
    'Multinomial',
    [{ logits: given('float32', [0, 1, 0, 0, 0, 1], [2, 3]) }],
    [{ numSamples: 4, seed: 3, normalized: true }],
  ),
  ...eachOf(
    'GnpArithmetic',
    [{ a: floats([]), b: floats([]) }],
    [{ expression: ['plus', { input: 0 }, { input: 1 }] }],
    { reference: ({ a, b }) => tf.add(a, b) },
  ),
];
