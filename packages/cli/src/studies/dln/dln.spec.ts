import { readFileSync } from 'node:fs';
import { sparseRegression } from './data.js';
import { directionOf, plus } from './descent.js';
import type { StudyRule } from './descent.js';
import { loss } from './network.js';
import type { Parameters, Regression } from './network.js';
import { runDescent } from './run.js';
import type { RunOptions, TracePoint } from './run.js';
import { quickSettings, studyRows } from './study.js';

/** Float64 reference values, computed independently. */
const golden = JSON.parse(
  readFileSync(new URL('../../../testing/diagonal-linear-network.json', import.meta.url), 'utf8'),
) as {
  X: number[][];
  y: number[];
  betaTrue: number[];
  runs: (RunOptions & {
    trace: TracePoint[];
    beta: number[];
    effectiveAlpha: number[];
    predictedEffectiveAlpha: number[];
  })[];
};
const problem: Regression = {
  x: golden.X.map((row) => Float64Array.from(row)),
  y: Float64Array.from(golden.y),
  truth: Float64Array.from(golden.betaTrue),
};
const relative = (a: number, b: number) => Math.abs(a - b) / Math.max(Math.abs(b), 1e-12);

describe('diagonal linear networks', () => {
  test.each(golden.runs.map((run) => [run.rule, run.epsilon, run] as const))(
    '%s with ε = %p follows the reference trace',
    (_, __, run) => {
      const steps = run.trace.map(({ step }) => step);
      const { trace, beta, effectiveAlpha, predictedEffectiveAlpha, diverged } = runDescent(
        problem,
        run,
        steps,
      );
      expect(diverged).toBe(false);
      expect(trace.map(({ step }) => step)).toEqual(steps);
      trace.forEach((point, i) => {
        for (const key of ['betaError', 'betaL1'] as const) {
          expect(relative(point[key], run.trace[i][key])).toBeLessThan(1e-6);
        }
        for (const key of ['loss', 'squaredGradientNorm'] as const) {
          expect(Math.abs(point[key] - run.trace[i][key])).toBeLessThan(
            1e-6 * Math.max(run.trace[i][key], 1e-6),
          );
        }
      });
      run.beta.forEach((value, i) => expect(Math.abs(beta[i] - value)).toBeLessThan(1e-6));
      run.effectiveAlpha.forEach((value, i) =>
        expect(relative(effectiveAlpha[i], value)).toBeLessThan(1e-6),
      );
      run.predictedEffectiveAlpha.forEach((value, i) =>
        expect(relative(predictedEffectiveAlpha[i], value)).toBeLessThan(1e-6),
      );
    },
  );

  test('gradients agree with differences of the loss, the penalty with those of ½‖∇L‖²', () => {
    const at: Parameters = {
      u: Float64Array.from({ length: 20 }, (_, i) => 0.2 + 0.01 * i),
      v: Float64Array.from({ length: 20 }, (_, i) => 0.3 - 0.01 * i),
    };
    const rule = (name: StudyRule['rule'], gamma: number): StudyRule => ({
      rule: name,
      gamma,
      epsilon: 0,
    });
    const along = (f: (p: Parameters) => number, d: Parameters, h = 1e-6) =>
      (f(plus(at, d, h)) - f(plus(at, d, -h))) / (2 * h);
    const dotted = (a: Parameters, b: Parameters) =>
      a.u.reduce((sum, value, i) => sum + value * b.u[i] + a.v[i] * b.v[i], 0);
    const { gradient } = directionOf(problem, at, rule('gd', 0));
    const penalized = directionOf(problem, at, rule('double-backprop', 1)).gradient;
    const penalty = plus(penalized, gradient, -1);
    const halfSquare = (p: Parameters) => directionOf(problem, p, rule('gd', 0)).squaredNorm / 2;
    for (const seed of [1, 2, 3]) {
      const direction: Parameters = {
        u: at.u.map((_, i) => Math.sin(seed * (i + 1))),
        v: at.v.map((_, i) => Math.cos(seed * (i + 2))),
      };
      expect(
        relative(
          dotted(gradient, direction),
          along((p) => loss(problem, p), direction),
        ),
      ).toBeLessThan(1e-6);
      expect(relative(dotted(penalty, direction), along(halfSquare, direction))).toBeLessThan(1e-6);
    }
  });

  test('on uncentred inputs the error falls from GD over B-GR and DB to F-GR, and with its ε', () => {
    const [uncentred] = quickSettings;
    const rows = studyRows(uncentred, [0]);
    expect(rows.map(({ rule }) => rule)).toEqual([
      'gd',
      'backward-difference',
      'double-backprop',
      'forward-difference',
      'forward-difference',
    ]);
    for (const key of ['error', 'l1', 'effectiveAlpha'] as const) {
      for (let i = 1; i < rows.length; i++) expect(rows[i][key]).toBeLessThan(rows[i - 1][key]);
    }
    for (const { effectiveAlpha, predictedAlpha } of rows) {
      // Euler's steps are finite, the prediction is of the flow
      expect(relative(effectiveAlpha, predictedAlpha)).toBeLessThan(0.15);
    }
  });

  test('says where a run diverges', () => {
    const { diverged } = runDescent(problem, {
      ...{ rule: 'gd', gamma: 0, epsilon: 0, alpha0: 1, learningRate: 10, steps: 50 },
    });
    expect(diverged).toBe(true);
  });

  test('draws the same problem from the same seed', () => {
    const options = { examples: 3, dimensions: 5, nonZero: 2, mean: 1, variance: 4, seed: 7 };
    expect(sparseRegression(options)).toEqual(sparseRegression(options));
    expect(sparseRegression(options).x).not.toEqual(sparseRegression({ ...options, seed: 8 }).x);
    const { x } = sparseRegression({ ...options, examples: 200, dimensions: 50 });
    const all = x.flatMap((row) => [...row]);
    const average = all.reduce((a, b) => a + b, 0) / all.length;
    const variance = all.reduce((a, b) => a + (b - average) ** 2, 0) / all.length;
    expect(average).toBeCloseTo(1, 1);
    expect(variance / 4).toBeCloseTo(1, 1);
  });
});
