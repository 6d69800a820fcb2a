import * as tf from '@tensorflow/tfjs';
import { differentiateGradient } from './differentiate-gradient.js';
import type { GradientOfGradient } from './differentiate-gradient.js';

beforeAll(() => tf.setBackend('cpu'));

const values = [0.5, -1, 2];
const w = tf.tidy(() => tf.variable(tf.tensor1d(values), true, 'w'));
const v = tf.tidy(() => tf.variable(tf.scalar(3), true, 'v'));
const sumOf = (x: tf.Tensor) => tf.sum<tf.Scalar>(x);
const halfSquaredNorm = (grads: tf.NamedTensorMap) =>
  tf.mul<tf.Scalar>(0.5, tf.addN(Object.values(grads).map((g) => tf.sum(tf.square(g)))));

function read({ values, grads, products }: GradientOfGradient) {
  const numbers = (of: tf.NamedTensorMap) =>
    Object.fromEntries(Object.entries(of).map(([name, x]) => [name, Array.from(x.dataSync())]));
  const result = {
    values: values.map((value) => value.dataSync()[0]),
    grads: numbers(grads),
    products: numbers(products),
  };
  tf.dispose([values, grads, products]);
  return result;
}

test('gives H∇L of the sum of several losses, and the value of each', () => {
  const before = tf.memory().numTensors;
  // L = Σ w³ + v Σ w²: the Hessian is diag(6 w + 2 v) by w, 2 w by w and v, 0 by v
  const result = read(
    differentiateGradient(
      () => [sumOf(tf.pow(w, 3)), tf.mul(v, sumOf(tf.square(w)))],
      [w, v],
      halfSquaredNorm,
    ),
  );
  const gradient = values.map((x) => 3 * x * x + 6 * x);
  const byV = 5.25;
  expect(result.values[0]).toBeCloseTo(7.125, 5);
  expect(result.values[1]).toBeCloseTo(15.75, 5);
  result.grads['w'].forEach((g, i) => expect(g).toBeCloseTo(gradient[i], 5));
  expect(result.grads['v'][0]).toBeCloseTo(byV, 5);
  result.products['w'].forEach((p, i) => {
    expect(p).toBeCloseTo((6 * values[i] + 6) * gradient[i] + 2 * values[i] * byV, 4);
  });
  const mixed = values.reduce((sum, x, i) => sum + 2 * x * gradient[i], 0);
  expect(result.products['v'][0]).toBeCloseTo(mixed, 4);
  expect(tf.memory().numTensors).toBe(before);
});

test('counts a loss that comes twice twice', () => {
  const result = differentiateGradient(
    () => {
      const loss = sumOf(tf.square(w));
      return [loss, loss];
    },
    [w],
    halfSquaredNorm,
  );
  expect(read(result)).toEqual({
    values: [5.25, 5.25],
    grads: { w: values.map((x) => 4 * x) },
    products: { w: values.map((x) => 16 * x) },
  });
});

test('a loss that depends on nothing has no gradient, and no function of it is asked for', () => {
  const toScalar = () => {
    throw new Error('of nothing');
  };
  expect(read(differentiateGradient(() => [tf.scalar(2)], [w], toScalar))).toEqual({
    values: [2],
    grads: {},
    products: {},
  });
});

test('passes a recomputation of activations', () => {
  const f = (x: tf.Tensor) => sumOf(tf.tanh(tf.square(x)));
  const recomputed = tf.customGrad((x, save) => {
    (save as tf.GradSaveFunc)([x as tf.Tensor]);
    return {
      value: f(x as tf.Tensor),
      gradFunc: (dy, saved) => tf.mul(dy, tf.grad(f)(saved[0])),
    };
  });
  const [plain, again] = [f, recomputed].map((g) =>
    read(differentiateGradient(() => [g(w) as tf.Scalar], [w], halfSquaredNorm)),
  );
  expect(again).toEqual(plain);
});

test('refuses results that are no scalars, and leaves nothing behind', () => {
  const before = tf.memory().numTensors;
  const vector = () => [tf.exp(w) as tf.Tensor as tf.Scalar];
  expect(() => differentiateGradient(vector, [w], halfSquaredNorm)).toThrow('must be a scalar');
  const noScalar = (grads: tf.NamedTensorMap) => grads['w'] as tf.Scalar;
  expect(() => differentiateGradient(() => [sumOf(tf.exp(w))], [w], noScalar)).toThrow(
    'must be a scalar',
  );
  expect(tf.memory().numTensors).toBe(before);
});

test('refuses to run below another gradient', () => {
  const inner = (x: tf.Tensor) =>
    differentiateGradient(() => [sumOf(tf.mul(w, x))], [w], halfSquaredNorm).values[0];
  expect(() => tf.grad(inner)(tf.scalar(1))).toThrow('cannot run inside another gradient');
});
