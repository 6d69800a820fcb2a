import * as tf from '@tensorflow/tfjs-core';
import { computeGradient, costOf, gnp, NonFiniteGradientError, plain, sam } from '../index.js';
import type { Rule, Pass } from '../index.js';

const values = (tensors: tf.NamedTensorMap) =>
  Object.fromEntries(Object.entries(tensors).map(([name, t]) => [name, Array.from(t.dataSync())]));

/** ½xᵀHx with a fixed H: the gradient of every rule is known in closed form. */
const H = [
  [3, 1, 0],
  [1, 2, -0.5],
  [0, -0.5, 1],
];
const times = (m: number[][], v: number[]) =>
  m.map((row) => row.reduce((total, x, i) => total + x * v[i], 0));
const norm = (v: number[]) => Math.hypot(...v);

let x: tf.Variable;
const start = [1, -2, 0.5];
const quadratic = () =>
  tf.tidy(() =>
    tf.mul<tf.Scalar>(0.5, tf.sum(tf.mul(x, tf.dot(tf.tensor2d(H), x as tf.Tensor1D)))),
  );

const gradientOf = (rule: Rule, step = 0) => {
  const result = computeGradient(rule, quadratic, [x], { step });
  const [gradient] = Object.values(values(result.gradients));
  const { passes, hyperparameters } = result.diagnostics;
  const diagnostics = { ...result.diagnostics.readSync(), passes, hyperparameters };
  result.dispose();
  return { gradient, diagnostics };
};
const expectClose = (actual: number[], expected: number[]) => {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5));
};

beforeAll(() => tf.setBackend('cpu'));
beforeEach(() => {
  x = tf.variable(tf.tensor1d(start));
});
afterEach(() => x.dispose());

describe('gnp on a quadratic', () => {
  const g = times(H, start);

  test.each([0.001, 0.1, 2])('equals Hx + λH(Hx)/‖Hx‖ exactly, r = %p', (r) => {
    const alpha = 0.8;
    const penalty = times(H, g).map((v) => (alpha * r * v) / norm(g));
    const { gradient, diagnostics } = gradientOf(gnp({ r, alpha }));
    expectClose(
      gradient,
      g.map((v, i) => v + penalty[i]),
    );
    expect(diagnostics.passes).toBe(2);
    expect(diagnostics.gradientNorm).toBeCloseTo(norm(g), 5);
    expect(diagnostics.hyperparameters).toEqual({ r, alpha });
  });

  test('mixes the unit gradient with normalizeFirst', () => {
    const shifted = start.map((v, i) => v + (0.1 * g[i]) / norm(g));
    const second = times(H, shifted);
    const { gradient, diagnostics } = gradientOf(gnp({ r: 0.1, alpha: 0.7, normalizeFirst: true }));
    expectClose(
      gradient,
      g.map((v, i) => (0.3 * v) / norm(g) + 0.7 * second[i]),
    );
    expect(diagnostics.perturbedGradientNorm).toBeCloseTo(norm(second), 5);
    const loss = 0.5 * shifted.reduce((total, v, i) => total + v * second[i], 0);
    expect(diagnostics.perturbedLoss).toBeCloseTo(loss, 5);
  });

  test('alpha = 1 is sam, whatever normalizeFirst says', () => {
    const expected = gradientOf(sam({ rho: 0.3 })).gradient;
    expect(gradientOf(gnp({ r: 0.3, alpha: 1 })).gradient).toEqual(expected);
    expect(gradientOf(gnp({ r: 0.3, alpha: 1, normalizeFirst: true })).gradient).toEqual(expected);
  });

  test.each([
    gnp({ r: 0, alpha: 0.8 }),
    gnp({ r: 0, alpha: 0, normalizeFirst: true }),
    gnp({ r: 0.1, alpha: 0 }),
    sam({ rho: 0 }),
  ])('is plain, at one pass, without a radius or a weight', (rule) => {
    const { gradient, diagnostics } = gradientOf(rule);
    expect(gradient).toEqual(gradientOf(plain()).gradient);
    expect(diagnostics.passes).toBe(1);
    expect(costOf(rule).passes).toBe(1);
  });

  test('alpha = 0 with normalizeFirst is the unit gradient', () => {
    const { gradient } = gradientOf(gnp({ r: 0.1, alpha: 0, normalizeFirst: true }));
    expectClose(
      gradient,
      g.map((v) => v / norm(g)),
    );
  });

  test('follows schedules of the step', () => {
    const rule = gnp({ r: (step) => step / 10, alpha: (step) => (step > 1 ? 1 : 0.5) });
    expect([0, 1, 2].map((step) => costOf(rule, { step }).passes)).toEqual([1, 2, 2]);
    expect(gradientOf(rule, 2).gradient).toEqual(gradientOf(sam({ rho: 0.2 })).gradient);
  });
});

describe('a step', () => {
  test('gives the loss at the unperturbed parameters and restores them bit for bit', () => {
    const expected = quadratic();
    const { loss, gradients } = computeGradient(sam({ rho: 0.7 }), quadratic, [x], { step: 0 });
    expect(loss.dataSync()).toEqual(expected.dataSync());
    expect(Array.from(x.dataSync())).toEqual(start);
    tf.dispose([loss, gradients, expected]);
  });

  test('tells the loss function its passes: one seed, statistics moved once', () => {
    const passes: Pass[] = [];
    const { loss, gradients } = computeGradient(
      sam({ rho: 0.1 }),
      (pass) => {
        passes.push(pass);
        return quadratic();
      },
      [x],
      { step: 7, seed: 42 },
    );
    tf.dispose([loss, gradients]);
    const shared = { step: 7, seed: 42, microBatch: 0, microBatches: 1 };
    expect(passes).toEqual([
      { index: 0, ...shared, batchStatistics: 'update', trueGradient: true },
      { index: 1, ...shared, batchStatistics: 'keep', trueGradient: false },
    ]);
  });

  test('a zero gradient perturbs by nothing', () => {
    x.assign(tf.zeros([3]));
    const { gradient, diagnostics } = gradientOf(gnp({ r: 0.1, alpha: 0.5, normalizeFirst: true }));
    expect(gradient.map(Math.abs)).toEqual([0, 0, 0]);
    expect(diagnostics.gradientNorm).toBe(0);
    expect(Array.from(x.dataSync())).toEqual([0, 0, 0]);
  });

  test.each([
    ['first', 0, () => tf.tidy(() => tf.sum<tf.Scalar>(tf.log(tf.mul(x, 0))))],
    [
      'second',
      1,
      (pass: Pass) => tf.tidy(() => tf.sum<tf.Scalar>(pass.index ? tf.log(tf.mul(x, -0)) : x)),
    ],
  ])('a non-finite gradient in the %s pass is an error naming the step', (_, index, lossFn) => {
    const before = tf.memory().numTensors;
    const failing = () => computeGradient(sam({ rho: 1 }), lossFn, [x], { step: 12 });
    expect(failing).toThrow(NonFiniteGradientError);
    expect(failing).toThrow(new RegExp(`pass ${index} at step 12 is not finite`));
    expect(Array.from(x.dataSync())).toEqual(start);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('an error in the loss function leaves the parameters as they were', () => {
    const failing = (pass: Pass) => {
      if (pass.index === 1) throw new Error('out of data');
      return quadratic();
    };
    expect(() => computeGradient(sam({ rho: 1 }), failing, [x], { step: 0 })).toThrow(
      'out of data',
    );
    expect(Array.from(x.dataSync())).toEqual(start);
  });

  test('undoes what later passes assign to other variables', () => {
    const mean = tf.variable(tf.scalar(0), false);
    const { loss, gradients } = computeGradient(
      sam({ rho: 1 }),
      () => {
        mean.assign(tf.tidy(() => tf.add(mean, 1)));
        return quadratic();
      },
      [x],
      { step: 0 },
    );
    expect(mean.dataSync()[0]).toBe(1);
    tf.dispose([loss, gradients, mean]);
  });

  test('leaves out variables that the loss does not depend on', () => {
    const unused = tf.variable(tf.scalar(1));
    const { loss, gradients } = computeGradient(sam({ rho: 1 }), quadratic, [x, unused], {
      step: 0,
    });
    expect(Object.keys(gradients)).toEqual([x.name]);
    tf.dispose([loss, gradients, unused]);
  });

  test('a hundred steps leave no tensor behind', () => {
    const before = tf.memory();
    for (let step = 0; step < 100; step++) gradientOf(gnp({ r: 0.1, alpha: 0.8 }), step);
    expect(tf.memory().numTensors).toBe(before.numTensors);
    expect(tf.memory().numBytes).toBe(before.numBytes);
  });
});

describe('wrong input', () => {
  test('is refused when the rule is made', () => {
    expect(() => gnp({ r: NaN, alpha: 1 })).toThrow(
      'r must be a finite number of at least 0, got NaN.',
    );
    expect(() => gnp({ r: 0.1, alpha: -1 })).toThrow('alpha must be a finite number');
    expect(() => sam({ rho: Infinity })).toThrow('rho must be a finite number');
  });

  test('from a schedule names the step', () => {
    expect(() => gradientOf(gnp({ r: () => -1, alpha: 1 }), 5)).toThrow('got -1 at step 5');
  });

  test('in a step is refused', () => {
    expect(() => computeGradient(plain(), quadratic, [], { step: 0 })).toThrow('no variables');
    expect(() => computeGradient(plain(), quadratic, [x], { step: 1.5 })).toThrow('whole number');
  });
});
