import * as tf from '@tensorflow/tfjs-core';
import { clipByGlobalNorm } from './index.js';

beforeAll(() => tf.setBackend('cpu'));

const clip = (maxNorm: number, tensors: tf.NamedTensorMap) => {
  const { updates } = clipByGlobalNorm(maxNorm).update(tensors, {}, {}, 0);
  return Object.values(updates).map((t) => Array.from(t.dataSync()));
};
const float32 = (values: number[]) => Array.from(Float32Array.from(values));

/** Clipping in double precision. */
const expected = (maxNorm: number, values: number[]) => {
  const norm = Math.sqrt(values.reduce((sum, v) => sum + v * v, 0));
  return values.map((v) => (norm > maxNorm ? (v / norm) * maxNorm : v));
};

test('scales all gradients by one factor when their common norm is too large', () => {
  const clipped = clip(1, { a: tf.tensor1d([3, 0]), b: tf.tensor2d([[4]]) });
  expect(clipped[0][0]).toBeCloseTo(0.6, 6);
  expect(clipped[1][0]).toBeCloseTo(0.8, 6);
});

test.each([
  [5, [3, 4]],
  [5, [0, 0]],
  [1e300, [1e30, -1e38]],
  [1, [1e-30, -1e-45, -0]],
  [1, [0.1, 1 / 3, -0.7]],
])('what is no longer than %d passes bit for bit', (maxNorm, values) => {
  expect(clip(maxNorm, { a: tf.tensor1d(values) })).toEqual([float32(values)]);
});

test('passes no gradients', () => {
  expect(clip(5, {})).toEqual([]);
});

test.each([
  [1, [1e20, 1e20]],
  [1, [1e37, -1e37, 3e36]],
  [1e-3, [1e38, 1e38]],
  [1e30, [1e37, -1e37]],
  [1e-30, [1e-30, -1e-30]],
  [1e-30, [1e-10, 2e-10]],
  [1e-30, [1e30, 2e30]],
])('is right over all of float32: to %d of %p', (maxNorm, values) => {
  const [clipped] = clip(maxNorm, { a: tf.tensor1d(values) });
  expected(maxNorm, values).forEach((value, i) => expect(clipped[i] / value).toBeCloseTo(1, 5));
});

test.each([[[Infinity, 1]], [[-Infinity, 1e-3, 0]], [[NaN, 30, 0]], [[Infinity, NaN, 2]]])(
  'gradients that are not finite pass unchanged: %p',
  (values) => {
    expect(clip(1, { a: tf.tensor1d(values), b: tf.tensor1d([7]) })).toEqual([
      float32(values),
      [7],
    ]);
  },
);

test.each([0, -1, NaN, Infinity])('refuses to clip to %d', (maxNorm) => {
  expect(() => clipByGlobalNorm(maxNorm)).toThrow(
    `maxNorm must be a finite number above 0, got ${maxNorm}.`,
  );
});
