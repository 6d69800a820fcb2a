import * as tf from '@tensorflow/tfjs-core';
import {
  adamW,
  applyUpdates,
  asOptimizer,
  byName,
  chain,
  rmsProp,
  scaleByAdam,
  sgd,
} from './index.js';
import type { GradientTransform } from './index.js';

beforeAll(() => tf.setBackend('cpu'));

/** One parameter, followed in float64 by the formula beside it, for a few steps of varied gradients. */
const gradients = [0.5, -1.25, 0.1, 3, -0.7, 0];
type Follow = (g: number, theta: number, step: number) => number;

const run = (transform: GradientTransform, start = 2) => {
  const w = tf.variable(tf.tensor1d([start]));
  const variables = byName([w]);
  let state = transform.init(variables);
  const path = gradients.map((g, step) => {
    const gradient = { [w.name]: tf.tensor1d([g]) };
    state = applyUpdates(transform, variables, gradient, state, step);
    tf.dispose(gradient);
    return w.dataSync()[0];
  });
  tf.dispose([state, w]);
  return path;
};
const follow = (next: Follow, theta = 2) =>
  gradients.map((g, step) => (theta = next(g, theta, step)));

const momentumPath = (nesterov: boolean, decay = 0): Follow => {
  let m = 0;
  return (g, theta) => {
    m = g + 0.9 * m;
    return theta - 0.1 * ((nesterov ? g + 0.9 * m : m) + decay * theta);
  };
};
const adamPath = (decay: number, b1 = 0.9, b2 = 0.999, epsilon = 1e-8): Follow => {
  let m = 0;
  let v = 0;
  return (g, theta, step) => {
    m = b1 * m + (1 - b1) * g;
    v = b2 * v + (1 - b2) * g * g;
    const direction =
      m / (1 - b1 ** (step + 1)) / (Math.sqrt(v / (1 - b2 ** (step + 1))) + epsilon);
    return theta - 0.1 * (direction + decay * theta);
  };
};
const rmsPath = (decay = 0.9, epsilon = 1e-8): Follow => {
  let v = 0;
  return (g, theta) => {
    v = decay * v + (1 - decay) * g * g;
    return theta - (0.1 * g) / Math.sqrt(v + epsilon);
  };
};

const learningRate = 0.1;

test.each<[string, GradientTransform, Follow]>([
  ['sgd, Nesterov momentum by default', sgd({ learningRate }), momentumPath(true)],
  ['sgd, heavy ball', sgd({ learningRate, nesterov: false }), momentumPath(false)],
  ['sgd, no momentum', sgd({ learningRate, momentum: 0 }), (g, theta) => theta - 0.1 * g],
  ['sgd, weight decay', sgd({ learningRate, weightDecay: 0.3 }), momentumPath(true, 0.3)],
  ['adamW', adamW({ learningRate }), adamPath(0.01)],
  ['adamW, papers', adamW({ learningRate, weightDecay: 0.3 }), adamPath(0.3)],
  [
    'adamW, other betas',
    adamW({ learningRate, beta1: 0.5, beta2: 0.9, epsilon: 0.01, weightDecay: 0 }),
    adamPath(0, 0.5, 0.9, 0.01),
  ],
  ['rmsProp', rmsProp({ learningRate }), rmsPath()],
  [
    'rmsProp, other constants',
    rmsProp({ learningRate, decay: 0.5, epsilon: 0.1 }),
    rmsPath(0.5, 0.1),
  ],
  [
    'a learning-rate schedule',
    sgd({ learningRate: (step) => 1 / (step + 1), momentum: 0 }),
    (g, theta, step) => theta - g / (step + 1),
  ],
])('%s follows its formula', (_, transform, path) => {
  const expected = follow(path);
  run(transform).forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5));
});

test('rmsProp with momentum accumulates the scaled gradient', () => {
  let m = 0;
  let v = 0;
  const expected = follow((g, theta) => {
    v = 0.9 * v + 0.1 * g * g;
    m = g / Math.sqrt(v + 1e-8) + 0.5 * m;
    return theta - 0.1 * m;
  });
  const path = run(rmsProp({ learningRate, momentum: 0.5 }));
  path.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5));
});

test('adamW without decay is tf.train.adam', () => {
  const a = tf.variable(tf.tensor1d([1, -2]));
  const b = tf.variable(tf.tensor1d([1, -2]));
  const stock = tf.train.adam(0.05, 0.9, 0.999, 1e-8);
  const ours = asOptimizer(adamW({ learningRate: 0.05, weightDecay: 0 }));
  for (let i = 0; i < 10; i++) {
    stock.minimize(() => tf.sum<tf.Scalar>(tf.square(a)), false, [a]);
    ours.minimize(() => tf.sum<tf.Scalar>(tf.square(b)), false, [b]);
  }
  b.dataSync().forEach((value, i) => expect(value).toBeCloseTo(a.dataSync()[i], 5));
  stock.dispose();
  ours.dispose();
  tf.dispose([a, b]);
});

test('the mask kernels leaves biases out of the decay', () => {
  const transform = sgd({ learningRate: 1, momentum: 0, weightDecay: 0.5, decayMask: 'kernels' });
  const kernel = tf.variable(tf.tensor2d([[2]]));
  const bias = tf.variable(tf.tensor1d([2]));
  const zeros = { [kernel.name]: tf.tensor2d([[0]]), [bias.name]: tf.tensor1d([0]) };
  applyUpdates(transform, byName([kernel, bias]), zeros, {}, 0);
  expect([kernel.dataSync()[0], bias.dataSync()[0]]).toEqual([1, 2]);
  tf.dispose([kernel, bias, zeros]);
});

test.each([
  ['a name', 'head/*', [1, 2]],
  ['a regular expression', /bias$/, [2, 1]],
  ['a list', ['nothing', 'head/*', /bias$/], [1, 1]],
  ['an empty list', [], [2, 2]],
])('a decay mask may be %s', (_, decayMask, expected) => {
  const transform = sgd({ learningRate: 1, momentum: 0, weightDecay: 0.5, decayMask });
  const parameters = { 'head/kernel': tf.tensor1d([2]), bias: tf.tensor1d([2]) };
  const zeros = { 'head/kernel': tf.tensor1d([0]), bias: tf.tensor1d([0]) };
  const { updates } = transform.update(zeros, {}, parameters, 0);
  const decayed = Object.values(updates).map((update) => 2 + update.dataSync()[0]);
  expect(decayed).toEqual(expected);
});

describe('state', () => {
  test('is keyed by slot and parameter, and stays for parameters without a gradient', () => {
    const transform = adamW({ learningRate });
    const parameters = { a: tf.tensor1d([1]), b: tf.tensor1d([1]) };
    const state = transform.init(parameters);
    expect(Object.keys(state)).toEqual([
      'mean/a',
      'mean/b',
      'variance/a',
      'variance/b',
      'meanWeight',
      'varianceWeight',
    ]);
    const result = transform.update({ b: tf.tensor1d([1]) }, state, parameters, 0);
    expect(Object.keys(result.updates)).toEqual(['b']);
    expect(result.state['mean/a'].dataSync()[0]).toBe(0);
    expect(result.state['mean/b'].dataSync()[0]).toBeCloseTo(0.1, 6);
  });

  test('of other parameters is refused', () => {
    const transform = sgd({ learningRate });
    expect(() => transform.update({ w: tf.scalar(1) }, {}, {}, 0)).toThrow("no 'momentum/w'");
  });

  test('of two equal transforms cannot be joined', () => {
    expect(() => chain(scaleByAdam(), scaleByAdam()).init({ w: tf.scalar(1) })).toThrow("'mean/w'");
  });
});

test.each([
  [() => sgd({ learningRate: NaN }), 'learningRate must be a finite number of at least 0, got NaN'],
  [
    () => sgd({ learningRate, momentum: 1 }),
    'momentum must be a finite number of at least 0 and below 1, got 1.',
  ],
  [() => adamW({ learningRate, beta2: -0.1 }), 'beta2 must be'],
  [() => adamW({ learningRate, epsilon: -1 }), 'epsilon must be'],
  [() => adamW({ learningRate, weightDecay: -1 }), 'weightDecay must be'],
  [() => rmsProp({ learningRate, decay: 2 }), 'decay must be'],
])('refuses impossible input %#', (make, message) => {
  expect(make).toThrow(message);
});

test('options are those of the record, for the compiler too', () => {
  const wrong: [() => unknown, string][] = [
    // @ts-expect-error a slip
    [() => sgd({ learningRate, momentun: 0.5 }), "no option 'momentun'. Did you mean 'momentum'?"],
    // @ts-expect-error the learning rate is needed
    [() => adamW({}), 'adamw needs learningRate: step size.'],
    // @ts-expect-error a flag
    [() => rmsProp({ learningRate, nesterov: 1 }), 'nesterov must be true or false, got 1.'],
    // @ts-expect-error no mask
    [() => sgd({ learningRate, decayMask: 3 }), "decayMask must be 'all', 'kernels', a name"],
  ];
  for (const [make, message] of wrong) expect(make).toThrow(message);
});
