import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** Normal draws; the same for the same seed. */
export const random = (shape: number[], seed = 1): Tensor =>
  tf.randomNormal(shape, 0, 1, 'float32', seed);

/** The elements of all tensors in a row. */
export const numbers = (...tensors: Tensor[]): number[] =>
  tensors.flatMap((tensor) => Array.from(tensor.dataSync()));

/** Expects the same shapes, and differences of at most `tolerance` times the largest element. */
export function expectClose(actual: Tensor, expected: Tensor, tolerance = 1e-5): void {
  expect(actual.shape).toEqual(expected.shape);
  const [a, b] = [numbers(actual), numbers(expected)];
  const scale = Math.max(1e-3, ...b.map(Math.abs));
  a.forEach((value, i) => expect(Math.abs(value - b[i]) / scale).toBeLessThan(tolerance));
}

/** Expects the gradient of `f` to agree with central differences along a random direction for each input. */
export function expectGradients(
  f: (...inputs: Tensor[]) => Tensor,
  inputs: Tensor[],
  { step = 1e-2, tolerance = 1e-2 } = {},
): void {
  const weights = random(f(...inputs).shape, 99);
  const objective = (...xs: Tensor[]) => tf.sum(tf.mul(tf.square(f(...xs)), weights));
  const gradients = tf.grads(objective)(inputs);
  inputs.forEach((x, i) => {
    const direction = tf.mul(random(x.shape, 7 + i), step);
    const along = (sign: number) =>
      numbers(
        objective(...inputs.map((y, j) => (i === j ? tf.add(y, tf.mul(direction, sign)) : y))),
      )[0];
    const numeric = (along(1) - along(-1)) / 2;
    const [analytic] = numbers(tf.sum(tf.mul(gradients[i], direction)));
    const scale = Math.max(Math.abs(numeric), step * 0.1);
    expect(Math.abs(analytic - numeric) / scale).toBeLessThan(tolerance);
  });
}
