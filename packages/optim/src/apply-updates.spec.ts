import * as tf from '@tensorflow/tfjs-core';
import { adamW, applyUpdates, byName, chain, clipByGlobalNorm, rmsProp, sgd } from './index.js';
import type { GradientTransform } from './index.js';

beforeAll(() => tf.setBackend('cpu'));

const learningRate = 0.1;
const numbers = (tensors: tf.NamedTensorMap) =>
  Object.entries(tensors).map(([key, tensor]) => [key, Array.from(tensor.dataSync())]);

const optimizers: [string, () => GradientTransform][] = [
  ['sgd', () => sgd({ learningRate, weightDecay: 0.1 })],
  ['adamW', () => adamW({ learningRate })],
  ['rmsProp', () => rmsProp({ learningRate, momentum: 0.5 })],
  ['a clipped chain', () => chain(clipByGlobalNorm(1), adamW({ learningRate }))],
];

describe.each(optimizers)('%s', (_, make) => {
  const steps = [
    [1, -2],
    [0.5, 3],
    [NaN, Infinity],
    [2, 2],
    [Infinity, 0],
    [-1, 0.1],
  ];

  /** Follows steps; where they are not finite they are either taken with the flag, or left out. */
  const follow = (flagged: boolean) => {
    const transform = make();
    const start = tf.tensor1d([2, -0]);
    const variables = byName([tf.variable(start, true, `v${flagged}`)]);
    const [name] = Object.keys(variables);
    let state = transform.init(variables);
    const path = steps.flatMap((values, step) => {
      const isFinite = values.every(Number.isFinite);
      if (!flagged && !isFinite) return [];
      const gradients = { [name]: tf.tensor1d(values) };
      const finite = tf.scalar(isFinite, 'bool');
      state = applyUpdates(transform, variables, gradients, state, step, flagged ? { finite } : {});
      tf.dispose([gradients, finite]);
      return isFinite ? [Array.from(variables[name].dataSync())] : [];
    });
    const slots = numbers(state).map(([, values]) => values);
    tf.dispose([state, variables, start]);
    return { path, slots };
  };

  test('a step that is not finite is as if it had not been, bias correction included', () => {
    const [skipping, without] = [follow(true), follow(false)];
    expect(skipping.path).toHaveLength(4);
    expect(skipping).toEqual(without);
    expect(skipping.path.flat().every(Number.isFinite)).toBe(true);
  });

  test('leaks nothing', () => {
    follow(true);
    const before = tf.memory().numTensors;
    follow(true);
    expect(tf.memory().numTensors).toBe(before);
  });
});

test('where a step is not finite the parameters keep their bits', () => {
  const w = tf.variable(tf.tensor1d([-0, 1e-45, NaN, 3]));
  const gradients = { [w.name]: tf.tensor1d([1, 2, 3, Infinity]) };
  const transform = sgd({ learningRate, momentum: 0 });
  const variables = byName([w]);
  applyUpdates(transform, variables, gradients, {}, 0, { finite: tf.scalar(false, 'bool') });
  expect(Array.from(w.dataSync())).toEqual([-0, Math.fround(1e-45), NaN, 3]);
  tf.dispose([w, gradients]);
});

test('onUpdates sees what is added to the variables', () => {
  const w = tf.variable(tf.tensor1d([1, 2]));
  let seen: unknown;
  const onUpdates = (updates: tf.NamedTensorMap) => (seen = numbers(updates));
  const gradients = { [w.name]: tf.tensor1d([2, -4]) };
  const transform = sgd({ learningRate: 0.5, momentum: 0 });
  applyUpdates(transform, byName([w]), gradients, {}, 0, { onUpdates });
  expect(seen).toEqual([[w.name, [-1, 2]]]);
  expect(Array.from(w.dataSync())).toEqual([0, 4]);
  tf.dispose([w, gradients]);
});

describe('before anything moves it refuses', () => {
  const a = () => tf.variable(tf.tensor1d([1, 2]), true);
  test.each([
    ['an update of another shape', tf.tensor1d([1]), 'has shape [1], the variable has [2]'],
    ['an update that would enlarge it', tf.ones([3, 2]), 'has shape [3,2], the variable has [2]'],
  ])('%s', (_, wrong, message) => {
    const [first, second] = [a(), a()];
    const gradients = { [first.name]: tf.tensor1d([1, 1]), [second.name]: wrong };
    const transform = sgd({ learningRate, momentum: 0 });
    const step = () => applyUpdates(transform, byName([first, second]), gradients, {}, 0);
    expect(step).toThrow(`The update of '${second.name}' ${message}`);
    expect(Array.from(first.dataSync())).toEqual([1, 2]);
    tf.dispose([first, second]);
  });

  test('an update of no variable', () => {
    const step = () =>
      applyUpdates(sgd({ learningRate, momentum: 0 }), {}, { w: tf.scalar(1) }, {}, 0);
    expect(step).toThrow("There is no variable 'w' to update.");
  });
});
