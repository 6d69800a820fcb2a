import * as tf from '@tensorflow/tfjs-core';
import {
  adamW,
  applyUpdates,
  asOptimizer,
  byName,
  chain,
  clipByGlobalNorm,
  kernelsOnly,
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
    stock.minimize(() => tf.sum(tf.square(a)) as tf.Scalar, false, [a]);
    ours.minimize(() => tf.sum(tf.square(b)) as tf.Scalar, false, [b]);
  }
  b.dataSync().forEach((value, i) => expect(value).toBeCloseTo(a.dataSync()[i], 5));
  stock.dispose();
  ours.dispose();
  tf.dispose([a, b]);
});

describe('clipByGlobalNorm', () => {
  const clip = (maxNorm: number, tensors: tf.NamedTensorMap) => {
    const { updates } = clipByGlobalNorm(maxNorm).update(tensors, {}, {}, 0);
    return Object.values(updates).map((t) => Array.from(t.dataSync()));
  };
  test('scales all gradients by one factor when their common norm is too large', () => {
    const clipped = clip(1, { a: tf.tensor1d([3, 0]), b: tf.tensor2d([[4]]) });
    expect(clipped[0][0]).toBeCloseTo(0.6, 6);
    expect(clipped[1][0]).toBeCloseTo(0.8, 6);
  });
  test('passes smaller gradients, zeros among them', () => {
    expect(clip(5, { a: tf.tensor1d([3, 4]) })).toEqual([[3, 4]]);
    expect(clip(5, { a: tf.tensor1d([0, 0]) })).toEqual([[0, 0]]);
    expect(clip(5, {})).toEqual([]);
  });
});

test('kernelsOnly leaves biases out of the decay', () => {
  const transform = sgd({ learningRate: 1, momentum: 0, weightDecay: 0.5, decayMask: kernelsOnly });
  const kernel = tf.variable(tf.tensor2d([[2]]));
  const bias = tf.variable(tf.tensor1d([2]));
  const zeros = { [kernel.name]: tf.tensor2d([[0]]), [bias.name]: tf.tensor1d([0]) };
  applyUpdates(transform, byName([kernel, bias]), zeros, {}, 0);
  expect([kernel.dataSync()[0], bias.dataSync()[0]]).toEqual([1, 2]);
  tf.dispose([kernel, bias, zeros]);
});

describe('state', () => {
  test('is keyed by slot and parameter, and stays for parameters without a gradient', () => {
    const transform = adamW({ learningRate });
    const parameters = { a: tf.tensor1d([1]), b: tf.tensor1d([1]) };
    const state = transform.init(parameters);
    expect(Object.keys(state)).toEqual(['mean/a', 'mean/b', 'variance/a', 'variance/b']);
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

describe('asOptimizer', () => {
  const loss = (w: tf.Variable) => () => tf.tidy(() => tf.sum(tf.square(w)) as tf.Scalar);

  test('keeps its state through an enclosing tidy, and leaks nothing', () => {
    const w = tf.variable(tf.tensor1d([1, 2]));
    const optimizer = asOptimizer(sgd({ learningRate: 0.01 }));
    const step = () =>
      tf.tidy(() => {
        optimizer.minimize(loss(w), false, [w]);
      });
    step();
    const before = tf.memory().numTensors;
    for (let i = 0; i < 20; i++) step();
    expect(tf.memory().numTensors).toBe(before);
    optimizer.dispose();
    expect(tf.memory().numTensors).toBe(before - 1);
    w.dispose();
  });

  test('goes on from saved weights as if it had not stopped', async () => {
    const w = tf.variable(tf.tensor1d([1, 2]));
    const make = () => asOptimizer(adamW({ learningRate: 0.1 }));
    const optimizer = make();
    for (let i = 0; i < 3; i++) optimizer.minimize(loss(w), false, [w]);
    const start = w.clone();
    const restored = make();
    await restored.setWeights(await optimizer.getWeights());
    optimizer.minimize(loss(w), false, [w]);
    const expected = Array.from(w.dataSync());
    w.assign(start);
    restored.minimize(loss(w), false, [w]);
    expect(Array.from(w.dataSync())).toEqual(expected);
    tf.dispose([w, start]);
  });

  test('names a variable that it cannot find', () => {
    const optimizer = asOptimizer(sgd({ learningRate }));
    expect(() => optimizer.applyGradients({ nowhere: tf.scalar(1) })).toThrow("named 'nowhere'");
  });
});

test.each([
  [() => sgd({ learningRate: NaN }), 'learningRate must be a finite number of at least 0, got NaN'],
  [() => sgd({ learningRate, momentum: 1 }), 'momentum must be at least 0 and less than 1, got 1'],
  [() => adamW({ learningRate, beta2: -0.1 }), 'beta2 must be'],
  [() => adamW({ learningRate, epsilon: -1 }), 'epsilon must be'],
  [() => adamW({ learningRate, weightDecay: -1 }), 'weightDecay must be'],
  [() => rmsProp({ learningRate, decay: 2 }), 'decay must be'],
  [() => clipByGlobalNorm(0), 'maxNorm must be a finite number greater than 0, got 0'],
])('refuses impossible input %#', (make, message) => {
  expect(make).toThrow(message);
});
