import * as tf from '@tensorflow/tfjs-core';
import { adamW, rmsProp, scaleByAdam, scaleByRms } from './index.js';
import type { GradientTransform } from './index.js';

beforeAll(() => tf.setBackend('cpu'));

const epsilons = [0, 1e-50, 1e-42];
const direction = (transform: GradientTransform, values: number[]) => {
  const gradients = { w: tf.tensor1d(values) };
  const { updates } = transform.update(gradients, transform.init(gradients), gradients, 0);
  return Array.from(updates.w.dataSync());
};

describe.each(epsilons)('with epsilon %d', (epsilon) => {
  test('Adam goes nowhere where no gradient ever was, and by its formula elsewhere', () => {
    const [still, ...others] = direction(scaleByAdam({ epsilon }), [0, 3, -1e-3]);
    expect(still).toBe(0);
    // after one step m̂ / √v̂ = g / |g|
    [1, -1].forEach((sign, i) => expect(others[i]).toBeCloseTo(sign, 5));
  });

  test('RMSProp goes nowhere where no gradient ever was, and by its formula elsewhere', () => {
    const [still, ...others] = direction(scaleByRms({ epsilon }), [0, 3, -1e-3]);
    expect(still).toBe(0);
    // after one step g / √((1 - ρ) g²)
    [1, -1].forEach((sign, i) => expect(others[i]).toBeCloseTo(sign / Math.sqrt(0.1), 4));
  });

  test.each([
    ['adamW', adamW({ learningRate: 0.1, epsilon, weightDecay: 0 })],
    ['rmsProp', rmsProp({ learningRate: 0.1, epsilon, momentum: 0.9 })],
  ])('%s of zeros is finite', (_, transform) => {
    expect(direction(transform, [0, 0]).map(Math.abs)).toEqual([0, 0]);
  });
});
