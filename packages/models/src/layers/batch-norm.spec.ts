import * as tf from '@tensorflow/tfjs';
import { BatchNorm } from '../index.js';

beforeAll(() => tf.setBackend('cpu'));

const shape: [number, number, number, number] = [4, 3, 2, 5];
const data = (seed: number) => tf.randomNormal(shape, 1.5, 2, 'float32', seed);
const numbers = (t: tf.Tensor) => Array.from(t.dataSync());
const build = (options = {}) => {
  const layer = new BatchNorm(options);
  layer.build(shape);
  return layer;
};
const running = (layer: BatchNorm) => layer.getWeights().slice(2).map(numbers);

/** The definition, in tfjs's own differentiable operations. */
const definition = (x: tf.Tensor, scale: tf.Tensor, shift: tf.Tensor, epsilon = 1e-5) => {
  const mean = tf.mean(x, [0, 1, 2]);
  const centered = tf.sub(x, mean);
  const variance = tf.mean(tf.square(centered), [0, 1, 2]);
  return centered.div(variance.add(epsilon).sqrt()).mul(scale).add(shift);
};
const close = (a: tf.Tensor, b: tf.Tensor, digits = 4) => {
  const expected = numbers(b);
  expect(a.shape).toEqual(b.shape);
  numbers(a).forEach((value, i) => expect(value).toBeCloseTo(expected[i], digits));
};

describe('BatchNorm', () => {
  const scale = tf.tensor1d([1, 0.5, -2, 3, 0.1]);
  const shift = tf.tensor1d([0, 1, -1, 0.2, 5]);
  const weighted = () => {
    const layer = build();
    layer.setWeights([scale, shift, tf.zeros([5]), tf.ones([5])]);
    return layer;
  };
  const train = (layer: BatchNorm) => (x: tf.Tensor) => layer.call(x, { training: true });

  test('normalises by the batch in training', () => {
    close(train(weighted())(data(1)), definition(data(1), scale, shift));
  });

  test('has the gradient of its definition, for input, scale and shift', () => {
    const weight = data(2);
    const layer = weighted();
    const variables = layer.trainableWeights.map((v) => v.read() as tf.Variable);
    const ours = tf.variableGrads(
      () => tf.sum<tf.Scalar>(tf.mul(train(layer)(data(1)), weight)),
      variables,
    );
    const [dx, dScale, dShift] = tf.grads((x, g, b) => tf.sum(tf.mul(definition(x, g, b), weight)))(
      [data(1), scale, shift],
    );
    close(ours.grads[variables[0].name], dScale, 3);
    close(ours.grads[variables[1].name], dShift, 3);
    close(tf.grad((x) => tf.sum(tf.mul(train(layer)(x), weight)))(data(1)), dx);
  });

  test('has the second derivative of its definition', () => {
    const weight = data(2);
    const second = (f: (x: tf.Tensor) => tf.Tensor) => {
      const first = tf.grad((x) => tf.sum(tf.mul(tf.square(f(x)), weight)));
      return tf.grad((x) => tf.sum(tf.square(first(x))))(data(1));
    };
    const expected = second((x) => definition(x, scale, shift));
    const scaleOf = Math.max(...numbers(expected).map(Math.abs));
    close(tf.div(second(train(weighted())), scaleOf), tf.div(expected, scaleOf), 4);
  });

  test('moves its running statistics by momentum, with the biased variance', () => {
    const layer = build({ momentum: 0.75 });
    train(layer)(data(1));
    const { mean, variance } = tf.moments(data(1), [0, 1, 2]);
    const [movedMean, movedVariance] = running(layer);
    numbers(mean).forEach((m, i) => expect(movedMean[i]).toBeCloseTo(0.25 * m, 5));
    numbers(variance).forEach((v, i) => expect(movedVariance[i]).toBeCloseTo(0.75 + 0.25 * v, 5));
  });

  test('keeps them when asked to, and outside training', () => {
    const layer = build();
    const before = running(layer);
    layer.call(data(1), { training: true, batchStatistics: 'keep' });
    layer.call(data(1));
    expect(running(layer)).toEqual(before);
  });

  test('normalises by its running statistics outside training', () => {
    const layer = build({ epsilon: 0 });
    layer.setWeights([scale, shift, tf.fill([5], 2), tf.fill([5], 4)]);
    close(layer.call(data(1)), data(1).sub(2).div(2).mul(scale).add(shift));
  });

  test('starts at the given scale and saves its options', () => {
    const layer = build({ initialScale: 0, momentum: 0.5, epsilon: 0.1 });
    expect(numbers(layer.getWeights()[0])).toEqual([0, 0, 0, 0, 0]);
    expect(layer.getConfig()).toMatchObject({ initialScale: 0, momentum: 0.5, epsilon: 0.1 });
  });
});
