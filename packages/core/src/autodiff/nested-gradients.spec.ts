import * as tf from '@tensorflow/tfjs';
import { differentiate } from './differentiate.js';
import { differentiateGradient } from './differentiate-gradient.js';
import { variableGrads } from './variable-grads.js';

beforeAll(() => tf.setBackend('cpu'));

const draw = (shape: number[], seed: number, deviation = 0.6) =>
  tf.randomNormal(shape, 0, deviation, 'float32', seed);

/** A critic of images or rows: the shapes of its parameters, of its input, and what it computes. */
interface Critic {
  readonly name: string;
  readonly shapes: number[][];
  readonly input: number[];
  readonly critic: (x: tf.Tensor, parameters: tf.Tensor[]) => tf.Tensor;
}

const dense = (name: string, f: (x: tf.Tensor) => tf.Tensor): Critic => ({
  name,
  shapes: [
    [3, 4],
    [4, 1],
  ],
  input: [2, 3],
  critic: (x, [k, u]) => tf.matMul(f(tf.matMul(x, k)), u),
});

const critics: Critic[] = [
  dense('tanh', tf.tanh),
  dense('sigmoid', tf.sigmoid),
  dense('exp', tf.exp),
  dense('softplus', tf.softplus),
  dense('elu', tf.elu),
  dense('relu', tf.relu),
  dense('leakyRelu', (x) => tf.leakyRelu(x)),
  dense('where', (x) => tf.where(tf.greater(x, 0), tf.square(x), tf.sin(x))),
  dense('softmax', (x) => tf.softmax(x)),
  dense('logSoftmax', (x) => tf.logSoftmax(x)),
  dense('tanh of sigmoid of exp', (x) => tf.tanh(tf.sigmoid(tf.exp(x)))),
  {
    name: 'cross-entropy',
    shapes: [[3, 4]],
    input: [2, 3],
    critic: (x, [k]) =>
      tf.losses.softmaxCrossEntropy(
        tf.tensor2d([
          [0, 1, 0, 0],
          [0, 0, 0.5, 0.5],
        ]),
        tf.matMul(x, k),
      ),
  },
  {
    name: 'conv2d, tanh and average pooling',
    shapes: [
      [2, 2, 1, 3],
      [12, 1],
    ],
    input: [2, 5, 5, 1],
    critic: (x, [k, u]) => {
      const h = tf.tanh(tf.conv2d(x as tf.Tensor4D, k as tf.Tensor4D, 1, 'valid'));
      return tf.matMul(tf.reshape(tf.avgPool(h, 2, 2, 'valid'), [2, 12]), u);
    },
  },
  {
    name: 'conv2d, sigmoid and max pooling',
    shapes: [
      [2, 2, 1, 3],
      [12, 1],
    ],
    input: [2, 5, 5, 1],
    critic: (x, [k, u]) => {
      const h = tf.sigmoid(tf.conv2d(x as tf.Tensor4D, k as tf.Tensor4D, 1, 'valid'));
      return tf.matMul(tf.reshape(tf.maxPool(h, 2, 2, 'valid'), [2, 12]), u);
    },
  },
];

/** (‖∇ critic(x)‖ - 1)² and the critic itself, with the gradient taken in several ways. */
const penalties: [
  name: string,
  loss: (critic: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor) => tf.Tensor,
][] = [
  ['tf.grad', (critic, x) => penaltyOf(tf.grad(critic)(x))],
  [
    'tf.grads',
    (critic, x) => {
      const shift = tf.onesLike(x);
      const gradients = tf.grads((a, b) => critic(tf.add(a, tf.mul(b, 0.1))))([x, shift]);
      return tf.add(penaltyOf(gradients[0]), penaltyOf(gradients[1]));
    },
  ],
  [
    'tf.valueAndGrad',
    (critic, x) => {
      const { value, grad } = tf.valueAndGrad((z: tf.Tensor) => tf.sum(critic(z)))(x);
      return tf.add(tf.mul(0.3, value), penaltyOf(grad));
    },
  ],
  [
    'tf.grad of tf.grad',
    (critic, x) => {
      const squares = tf.grad((z) =>
        tf.add(tf.sum(tf.square(tf.grad(critic)(z))), tf.mul(0.1, tf.sum(tf.square(z)))),
      );
      return tf.add(tf.sum(tf.square(squares(x))), tf.mul(0.3, tf.sum(critic(x))));
    },
  ],
];
const penaltyOf = (gradient: tf.Tensor) => tf.square(tf.sub(tf.norm(gradient), 1));

interface Problem {
  readonly variables: tf.Variable[];
  readonly loss: () => tf.Scalar;
}

function problemOf({ shapes, input, critic }: Critic, penalty: (typeof penalties)[0][1]): Problem {
  const variables = shapes.map((shape, i) => tf.tidy(() => tf.variable(draw(shape, 11 + i))));
  const x = draw(input, 5, 1);
  return { variables, loss: () => penalty((z) => critic(z, variables), x) as tf.Scalar };
}

const flat = (variables: tf.Variable[], grads: tf.NamedTensorMap) =>
  variables.flatMap(({ name, size }) =>
    grads[name] ? Array.from(grads[name].dataSync()) : Array<number>(size).fill(0),
  );

const gradientOf = ({ variables, loss }: Problem) =>
  tf.tidy(() => flat(variables, differentiate(() => [loss()], variables).grads[0]));

/** By our own tape, since tfjs-core's gradients of gradients are incomplete. */
const valueOf = ({ variables, loss }: Problem) =>
  tf.tidy(() => differentiate(() => [loss()], variables).values[0].dataSync()[0]);

/** The loss, its gradient g and Hg, by differentiating ½‖g‖². */
function twice({ variables, loss }: Problem) {
  return tf.tidy(() => {
    const { values, grads, products } = differentiateGradient(
      () => [loss()],
      variables,
      (g) => tf.mul<tf.Scalar>(0.5, tf.addN(Object.values(g).map((v) => tf.sum(tf.square(v))))),
    );
    const value = values[0].dataSync()[0];
    return { value, first: flat(variables, grads), product: flat(variables, products) };
  });
}

/** f'(0) of t → f(θ + t · direction), by the central difference of fourth order. */
function difference({ variables }: Problem, direction: number[], f: () => number[]): number[] {
  const step = 5e-3;
  const originals = variables.map((v) => v.dataSync().slice());
  const at = (t: number) => {
    let offset = 0;
    variables.forEach((v, i) => {
      const moved = originals[i].map((value, j) => value + t * direction[offset + j]);
      offset += moved.length;
      tf.tidy(() => v.assign(tf.tensor(moved, v.shape)));
    });
    return f();
  };
  const [a, b, c, d] = [-2 * step, -step, step, 2 * step].map(at);
  at(0);
  return a.map((_, i) => (a[i] - 8 * b[i] + 8 * c[i] - d[i]) / (12 * step));
}

/** How steep the loss is along a few directions: by its gradient, and by differences. */
function slopes(problem: Problem, gradient: number[]): { exact: number[]; truth: number[] } {
  const directions = [21, 22, 23, 24].map((seed) =>
    Array.from(draw([gradient.length], seed, 1 / Math.sqrt(gradient.length)).dataSync()),
  );
  return {
    exact: directions.map((along) => along.reduce((sum, d, i) => sum + d * gradient[i], 0)),
    truth: directions.flatMap((along) => difference(problem, along, () => [valueOf(problem)])),
  };
}

const norm = (v: number[]) => Math.hypot(...v);
const relativeError = (a: number[], b: number[]) => norm(a.map((v, i) => v - b[i])) / norm(b);

describe.each(penalties)('a loss that contains %s', (_, penalty) => {
  test.each(critics)('has the right gradient of a critic with $name', (critic) => {
    const problem = problemOf(critic, penalty);
    const { exact, truth } = slopes(problem, gradientOf(problem));
    expect(norm(truth)).toBeGreaterThan(1e-2);
    expect(relativeError(exact, truth)).toBeLessThan(2e-3);
  });

  test.each(critics)('is differentiated twice exactly, of a critic with $name', (critic) => {
    const problem = problemOf(critic, penalty);
    const gradient = gradientOf(problem);
    const unit = gradient.map((v) => v / norm(gradient));
    const { value, first, product } = twice(problem);
    const truth = difference(problem, unit, () => gradientOf(problem));
    expect(value).toBe(valueOf(problem));
    expect(relativeError(first, gradient)).toBeLessThan(1e-6);
    expect(norm(truth)).toBeGreaterThan(1e-2);
    const scaled = truth.map((v) => v * norm(gradient));
    expect(relativeError(product, scaled)).toBeLessThan(1e-3);
  });
});

test.each([
  ['tf.variableGrads', tf.variableGrads],
  ['variableGrads', variableGrads],
])('a loss after a step along %s has the right gradient, and nothing is left behind', (_, take) => {
  const x = draw([4, 3], 5, 1);
  const w = tf.tidy(() => tf.variable(draw([3, 2], 6)));
  const loss = (weights: tf.Tensor) => tf.mean<tf.Scalar>(tf.exp(tf.tanh(tf.matMul(x, weights))));
  const stepped = () => {
    const { grads } = take(() => loss(w), [w]);
    return loss(tf.sub(w, tf.mul(2, grads[w.name])));
  };
  const problem = { variables: [w], loss: stepped };
  const before = tf.memory().numTensors;
  const gradient = gradientOf(problem);
  expect(tf.memory().numTensors).toBe(before);
  const { exact, truth } = slopes(problem, gradient);
  expect(norm(truth)).toBeGreaterThan(1e-2);
  expect(relativeError(exact, truth)).toBeLessThan(2e-3);
});

test('gradients of gradients have the right values: the second and third derivatives of tanh', () => {
  const w = tf.tidy(() => tf.variable(tf.tensor1d([0.5, -1, 2])));
  const second = (x: tf.Tensor) => tf.grad((y) => tf.sum(tf.grad(tf.tanh)(y)))(x);
  const { values, grads } = differentiate(() => [tf.sum<tf.Scalar>(second(w))], [w]);
  const tanh = Array.from(w.dataSync(), Math.tanh);
  const sum = tanh.reduce((total, t) => total - 2 * t * (1 - t * t), 0);
  expect(values[0].dataSync()[0]).toBeCloseTo(sum, 5);
  Array.from(grads[0][w.name].dataSync()).forEach((g, i) => {
    expect(g).toBeCloseTo((1 - tanh[i] ** 2) * (6 * tanh[i] ** 2 - 2), 5);
  });
  tf.dispose([values, grads]);
});

describe('an operation whose own gradient keeps a value that it computed on the way', () => {
  const w = tf.tidy(() => tf.variable(tf.tensor1d([0.5, -1, 2])));
  const x = tf.tensor1d([1, 2, 3]);
  const hiding = tf.customGrad((z, save) => {
    const doubled = tf.mul(z as tf.Tensor, 2);
    (save as tf.GradSaveFunc)([doubled]);
    return {
      value: tf.square(z as tf.Tensor),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(dy, saved[0]),
    };
  });
  const critic = (z: tf.Tensor) => tf.sum(hiding(tf.mul(z, w)));

  test('is refused where its gradient is differentiated', () => {
    const before = tf.memory().numTensors;
    const loss = () => tf.sum<tf.Scalar>(tf.square(tf.grad(critic)(x)));
    expect(() => differentiate(() => [loss()], [w])).toThrow(
      'keeps a value it computed on the way',
    );
    expect(tf.memory().numTensors).toBe(before);
  });

  test('is no matter where it is differentiated once, beside another gradient', () => {
    const penalty = () => tf.sum(tf.grad((z) => tf.sum(tf.tanh(tf.mul(z, w))))(x));
    const problem = { variables: [w], loss: () => tf.add<tf.Scalar>(penalty(), critic(x)) };
    const { exact, truth } = slopes(problem, gradientOf(problem));
    expect(relativeError(exact, truth)).toBeLessThan(2e-3);
  });
});
