import * as tf from '@tensorflow/tfjs-core';
import { numbers } from '../testing/numbers.js';
import { cosineOf, globalCosine, globalNorm, normOf } from './index.js';

beforeAll(() => tf.setBackend('cpu'));

const norm = (...arrays: number[][]) => numbers(globalNorm(arrays.map((x) => tf.tensor1d(x))))[0];

describe('globalNorm', () => {
  it('is that of all elements', () => {
    expect(norm([2, 3], [-6])).toBeCloseTo(7, 5);
    expect(norm([0, 0])).toBe(0);
    expect(norm()).toBe(0);
    expect(norm([], [-2])).toBe(2);
  });

  it.each([1e-37, 1e-30, 1e-22, 1, 1e19, 1e30, 1e37])('holds for elements around %d', (scale) => {
    expect(norm([3 * scale], [4 * scale]) / scale / 5).toBeCloseTo(1, 5);
  });

  it.each([[[Infinity, 1]], [[1, -Infinity]], [[NaN, 1]], [[1, NaN]], [[Infinity, NaN]]])(
    'is not finite for %p',
    (x) => {
      expect(norm([1], x)).not.toBeLessThan(Infinity);
      expect(normOf([[1], x])).not.toBeLessThan(Infinity);
    },
  );
});

describe('globalCosine', () => {
  const cosine = (a: number[][], b: number[][]) => {
    const [x, y] = [a, b].map((arrays) => arrays.map((values) => tf.tensor1d(values)));
    const direction = (tensors: tf.Tensor[]) => ({ tensors, norm: globalNorm(tensors) });
    return numbers(globalCosine(direction(x), direction(y)))[0];
  };

  it.each([1e-37, 1, 1e19, 1e36])('holds for elements around %d', (scale) => {
    const [a, b] = [
      [[3 * scale], [4 * scale]],
      [[4], [3]],
    ];
    expect(cosine(a, b)).toBeCloseTo(24 / 25, 5);
    const pairs = [0, 1].map((i) => [a[i], b[i]] as const);
    expect(cosineOf(pairs, normOf(a), normOf(b))).toBeCloseTo(24 / 25, 5);
  });

  it('is 0 where a vector is 0, and of nothing', () => {
    expect(cosine([[0, 0]], [[1, 2]])).toBe(0);
    expect(cosineOf([[[0], [1]]], 0, 1)).toBe(0);
    expect(cosine([], [])).toBe(0);
  });

  it('refuses what does not pair', () => {
    expect(() => cosine([[1]], [])).toThrow('1 tensors cannot be compared with 0');
    expect(() => cosine([[1]], [[1, 2]])).toThrow('globalCosine: ');
  });
});
