import * as tf from '@tensorflow/tfjs-core';
import { adamW, scaleByAdam } from './index.js';
import type { GradientTransform } from './index.js';

beforeAll(() => tf.setBackend('cpu'));

/** The directions for gradients that come at given steps of the run. */
const directions = (transform: GradientTransform, steps: readonly (readonly [number, number])[]) =>
  tf.tidy(() => {
    let state = transform.init({ w: tf.tensor1d([0]) });
    return steps.map(([step, g]) => {
      const result = transform.update({ w: tf.tensor1d([g]) }, state, {}, step);
      state = result.state;
      return result.updates.w.dataSync()[0];
    });
  });

test('the bias correction counts updates, not steps of the run', () => {
  const gradients = [0.5, -1, 2];
  const skipping = directions(scaleByAdam(), [
    [3, 0.5],
    [900, -1],
    [901, 2],
  ]);
  const steady = directions(
    scaleByAdam(),
    gradients.map((g, i) => [i, g] as const),
  );
  expect(skipping).toEqual(steady);
  expect(skipping[0]).toBeCloseTo(1, 6);
});

test.each([
  [0.9, 0.999],
  [0, 0],
  [0.5, 0.999999],
])('with betas %d and %d a constant gradient gives its sign at every step', (beta1, beta2) => {
  const steps = Array.from({ length: 600 }, (_, i) => [i, -0.3] as const);
  const path = directions(scaleByAdam({ beta1, beta2 }), steps);
  const error = Math.max(...path.map((value) => Math.abs(value + 1)));
  expect(error).toBeLessThan(3e-5);
});

test('the weights are 1 - βᵗ', () => {
  const transform = scaleByAdam({ beta1: 0.8, beta2: 0.95 });
  let state = transform.init({ w: tf.tensor1d([0]) });
  for (let t = 1; t <= 60; t++) {
    state = transform.update({ w: tf.tensor1d([1]) }, state, {}, 0).state;
    expect(state['meanWeight'].dataSync()[0] / (1 - 0.8 ** t)).toBeCloseTo(1, 5);
    expect(state['varianceWeight'].dataSync()[0] / (1 - 0.95 ** t)).toBeCloseTo(1, 5);
  }
});

test('a state without weights is refused', () => {
  const w = { w: tf.tensor1d([1]) };
  const { meanWeight: _, ...state } = adamW({ learningRate: 0.1 }).init(w);
  const update = () => adamW({ learningRate: 0.1 }).update(w, state, w, 0);
  expect(update).toThrow("The optimizer state has no 'meanWeight'");
});
