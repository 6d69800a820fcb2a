import * as tf from '@tensorflow/tfjs-core';
import { expectGradients, numbers, random } from '../testing/numbers.js';
import { dropout, dropoutMask } from './index.js';

beforeAll(() => tf.setBackend('cpu'));

const options = { rate: 0.2, seed: 3 };

describe('dropout', () => {
  it('keeps 1 - rate of the elements, scaled so that the mean stays', () => {
    const values = numbers(dropout(tf.ones([100, 100]), options));
    const kept = values.filter((v) => v !== 0);
    expect(new Set(kept)).toEqual(new Set([1.25]));
    // 10,000 draws: four standard deviations are 0.016
    expect(Math.abs(kept.length / values.length - 0.8)).toBeLessThan(0.016);
  });

  it('has the mask that its seed gives', () => {
    const mask = (seed: number) => numbers(dropoutMask([1000], { rate: 0.2, seed }));
    expect(mask(3)).toEqual(mask(3));
    expect(mask(3)).not.toEqual(mask(4));
    const values = numbers(dropout(tf.ones([1000]), options));
    expect(values.map(Math.sign)).toEqual(mask(3));
  });

  it('has the gradient of its mask', () => {
    expectGradients((x) => dropout(x, options), [random([50])]);
  });

  it('refuses a rate of 1', () => {
    expect(() => dropout(tf.ones([2]), { rate: 1, seed: 0 })).toThrow(RangeError);
  });
});
