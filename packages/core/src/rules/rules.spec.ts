import * as tf from '@tensorflow/tfjs';
import { cubic, CubicProblem } from '../../testing/cubic.js';
import { across, add, closeTo, dot, norm, times, unit } from '../../testing/vectors.js';
import type { Vector } from '../../testing/vectors.js';
import * as core from '../index.js';
import type { Rule } from '../index.js';

const g = cubic.gradient;
const start = [0.6, -0.8, 0.5, 0.9];
/** Where three successive steps stand. */
const points = [start, [0.3, -0.5, 0.4, 0.7], [-0.2, 0.4, 0.1, 0.5]];
const along = (x: Vector, direction: Vector, radius: number) => add(x, unit(direction), radius);
/** The SAM gradient. */
const ascended = (x: Vector, rho: number) => g(along(x, g(x), rho));

let problem: CubicProblem;
beforeAll(() => tf.setBackend('cpu'));
beforeEach(() => {
  problem = new CubicProblem(start);
});
afterEach(() => problem.dispose());

describe('rules without state follow their formulas', () => {
  const table: [string, Rule, (x: Vector) => number[], number][] = [
    ['plain', core.plain(), g, 1],
    [
      'gnp',
      core.gnp({ r: 0.2, alpha: 0.7 }),
      (x) => add(times(0.3, g(x)), ascended(x, 0.2), 0.7),
      2,
    ],
    ['sam', core.sam({ rho: 0.3 }), (x) => ascended(x, 0.3), 2],
    ['unnormalizedSam', core.unnormalizedSam({ rho: 0.1 }), (x) => g(add(x, g(x), 0.1)), 2],
    [
      'forwardDifference',
      core.forwardDifference({ gamma: 0.1, epsilon: 0.2 }),
      (x) => add(g(x), add(g(add(x, g(x), 0.2)), g(x), -1), 0.1 / 0.2),
      2,
    ],
    [
      'backwardDifference',
      core.backwardDifference({ gamma: 0.1, epsilon: 0.2 }),
      (x) => add(g(x), add(g(x), g(add(x, g(x), -0.2)), -1), 0.1 / 0.2),
      2,
    ],
    [
      'centralDifference',
      core.centralDifference({ gamma: 0.1, epsilon: 0.2 }),
      (x) => add(g(x), add(g(add(x, g(x), 0.2)), g(add(x, g(x), -0.2)), -1), 0.1 / 0.4),
      3,
    ],
    [
      'doubleBackprop, squared norm',
      core.doubleBackprop({ gamma: 0.1 }),
      (x) => add(g(x), cubic.hessianTimes(x, g(x)), 0.1),
      3,
    ],
    [
      'doubleBackprop, norm',
      core.doubleBackprop({ lambda: 0.1 }),
      (x) => add(g(x), cubic.hessianTimes(x, unit(g(x))), 0.1),
      3,
    ],
    ['flooding above the level', core.flooding({ level: 0.5 }), g, 1],
    ['flooding below the level', core.flooding({ level: 50 }), (x) => times(-1, g(x)), 1],
    [
      'asam',
      core.asam({ rho: 0.4, eta: 0.05 }),
      (x) => {
        const scale = x.map((xi, i) => (i < 3 ? Math.abs(xi) + 0.05 : 1));
        const scaled = g(x).map((gi, i) => scale[i] * gi);
        const direction = scaled.map((v, i) => scale[i] * v);
        return g(add(x, direction, 0.4 / norm(scaled)));
      },
      2,
    ],
    [
      'gsam',
      core.gsam({ rho: 0.2, alpha: 0.4 }),
      (x) => add(ascended(x, 0.2), across(g(x), ascended(x, 0.2)), -0.4),
      2,
    ],
    [
      'wsam',
      core.wsam({ rho: 0.2, gamma: 0.8 }),
      (x) => add(g(x), add(ascended(x, 0.2), g(x), -1), 0.8 / 0.2),
      2,
    ],
    [
      'curvatureSam',
      core.curvatureSam({ rho: 0.2, gamma: 0.3, beta: 0.1 }),
      (x) => {
        const worst = times(1.4, ascended(x, 0.2));
        return add(add(worst, ascended(x, -0.2), 0.2), g(x), -0.6);
      },
      3,
    ],
    [
      'gam',
      core.gam({ rho: 0.3, rhoPrime: 0.1, beta1: 0.6, beta2: 0.4, beta3: 0.5, gamma: 0.2 }),
      (x) => {
        const [g0, g1] = [g(x), ascended(x, 0.1)];
        const adversary = along(x, add(g1, g0, -1), 0.3);
        const [g2, g3] = [g(adversary), ascended(adversary, 0.1)];
        const descent = add(times(0.6, g1), g3, 0.5);
        return add(descent, across(add(g0, g2, 0.4), descent), -0.2);
      },
      4,
    ],
  ];

  test.each(table)('%s', (_, rule, expected, passes) => {
    const { gradient, loss, diagnostics } = problem.step(rule, { step: 0 });
    closeTo(gradient, expected(start));
    expect(loss).toBeCloseTo(cubic.loss(start), 5);
    expect(diagnostics.passes).toBe(passes);
    expect(core.costOf(rule)).toMatchObject({ passes, exact: true });
  });
});

/** What a rule gives at the points, one after another, its state handed on. */
function walk(rule: Rule, steps: readonly Vector[] = points, measure = false) {
  let state: tf.NamedTensorMap | undefined;
  const results = steps.map((point, step) => {
    problem.moveTo(point);
    const result = problem.step(rule, { step, measure, ...(state && { state }) });
    if (state) tf.dispose(state);
    state = result.state;
    return result;
  });
  if (state) tf.dispose(state);
  return results;
}

describe('rules with state follow their formulas', () => {
  test('lookSam remembers what lies across the gradient', () => {
    const results = walk(core.lookSam({ rho: 0.2, every: 2, alpha: 0.7 }));
    const [x, y, z] = points;
    const v = across(ascended(x, 0.2), g(x));
    closeTo(results[0].gradient, ascended(x, 0.2));
    closeTo(results[1].gradient, add(g(y), unit(v), 0.7 * norm(g(y))));
    closeTo(results[2].gradient, ascended(z, 0.2));
    expect(results.map(({ diagnostics }) => diagnostics.passes)).toEqual([2, 1, 2]);
  });

  test('friendlySam perturbs along the gradient less its mean', () => {
    const results = walk(core.friendlySam({ rho: 0.2, sigma: 0.8, decay: 0.6 }));
    let mean: Vector = [0, 0, 0, 0];
    points.forEach((x, i) => {
      mean = add(times(0.6, mean), g(x), 0.4);
      closeTo(results[i].gradient, g(along(x, add(g(x), mean, -0.8), 0.2)));
    });
  });

  test('momentumSam perturbs against the accumulated gradients', () => {
    const results = walk(core.momentumSam({ rho: 0.2, momentum: 0.9 }));
    const first = g(points[0]);
    const second = g(along(points[1], first, -0.2));
    const velocity = add(times(0.9, first), second);
    closeTo(results[0].gradient, first);
    closeTo(results[1].gradient, second);
    closeTo(results[2].gradient, g(along(points[2], velocity, -0.2)));
  });

  test('adaptiveSam perturbs where the gradient is large for its mean and spread', () => {
    const steps = [points[0], points[2], points[0], points[1]];
    const [threshold, decay] = [0.5, 0.8];
    const results = walk(core.adaptiveSam({ rho: 0.2, threshold, decay }), steps);
    const squares = steps.map((x) => dot(g(x), g(x)));
    const weighted = (values: Vector) => {
      const weights = values.map((_, i) => decay ** (values.length - 1 - i));
      return dot(weights, values) / weights.reduce((sum, w) => sum + w, 0);
    };
    const means = squares.map((_, i) => weighted(squares.slice(0, i + 1)));
    const deviations = squares.map((value, i) => (value - means[i]) ** 2);
    steps.forEach((x, i) => {
      const spread = Math.sqrt(weighted(deviations.slice(0, i + 1)));
      const sharp = i === 0 || squares[i] >= means[i] + threshold * spread;
      closeTo(results[i].gradient, sharp ? ascended(x, 0.2) : g(x));
      expect(results[i].diagnostics.passes).toBe(sharp ? 2 : 1);
    });
    expect(new Set(results.map(({ diagnostics }) => diagnostics.passes)).size).toBe(2);
  });

  test('sparseSam perturbs the entries of largest squared gradients', () => {
    const results = walk(core.sparseSam({ rho: 0.2, sparsity: 0.5, every: 2 }));
    const fisher = points[0].map((_, i) => g(points[0])[i] ** 2 + g(points[1])[i] ** 2);
    const median = [...fisher].sort((a, b) => a - b)[2];
    const masked = g(points[2]).map((v, i) => (fisher[i] >= median ? v : 0));
    expect(masked.filter((v) => v !== 0)).toHaveLength(2);
    closeTo(results[0].gradient, ascended(points[0], 0.2));
    closeTo(results[1].gradient, ascended(points[1], 0.2));
    closeTo(results[2].gradient, g(add(points[2], masked, 0.2 / norm(g(points[2])))));
  });
});

describe('rules reduce to one another', () => {
  const sam = core.sam({ rho: 0.2 });
  test.each<[string, Rule, Rule]>([
    ['gnp with α = 1 to sam', core.gnp({ r: 0.2, alpha: 1 }), sam],
    ['gnp with α = 0 to plain', core.gnp({ r: 0.2, alpha: 0 }), core.plain()],
    ['gnp with r = 0 to plain', core.gnp({ r: 0, alpha: 0.8 }), core.plain()],
    [
      'forwardDifference with γ = ε to unnormalizedSam',
      core.forwardDifference({ gamma: 0.2, epsilon: 0.2 }),
      core.unnormalizedSam({ rho: 0.2 }),
    ],
    [
      'forwardDifference with ε = r/‖g‖, γ = αε to gnp',
      core.forwardDifference({
        gamma: (step) => (0.8 * 0.2) / norm(g(points[step])),
        epsilon: (step) => 0.2 / norm(g(points[step])),
      }),
      core.gnp({ r: 0.2, alpha: 0.8 }),
    ],
    ['doubleBackprop with γ = 0 to plain', core.doubleBackprop({ gamma: 0 }), core.plain()],
    [
      'doubleBackprop with λ = γ‖g‖ to the squared norm',
      core.doubleBackprop({ lambda: (step) => 0.1 * norm(g(points[step])) }),
      core.doubleBackprop({ gamma: 0.1 }),
    ],
    ['flooding at level 0 to plain', core.flooding({ level: 0 }), core.plain()],
    ['asam of no weights to sam', core.asam({ rho: 0.2, weights: () => false }), sam],
    ['gsam with α = 0 to sam', core.gsam({ rho: 0.2, alpha: 0 }), sam],
    ['wsam with γ = ½ to sam', core.wsam({ rho: 0.2, gamma: 0.5 }), sam],
    [
      'wsam to gnp with α = γ/(1-γ)',
      core.wsam({ rho: 0.2, gamma: 0.4 }),
      core.gnp({ r: 0.2, alpha: 0.4 / 0.6 }),
    ],
    ['lookSam with k = 1 to sam', core.lookSam({ rho: 0.2, every: 1 }), sam],
    ['friendlySam with σ = 0 to sam', core.friendlySam({ rho: 0.2, sigma: 0 }), sam],
    ['sparseSam with sparsity 0 to sam', core.sparseSam({ rho: 0.2, sparsity: 0, every: 1 }), sam],
    ['momentumSam with ρ = 0 to plain', core.momentumSam({ rho: 0 }), core.plain()],
    [
      'adaptiveSam with a low threshold to sam',
      core.adaptiveSam({ rho: 0.2, threshold: -100 }),
      sam,
    ],
    [
      'curvatureSam without penalties to sam',
      core.curvatureSam({ rho: 0.2, gamma: 0, beta: 0 }),
      sam,
    ],
    [
      'gam without its further parts to sam',
      core.gam({ rhoPrime: 0.2, beta1: 1, beta3: 0, gamma: 0 }),
      sam,
    ],
  ])('%s', (_, rule, other) => {
    const [actual, expected] = [rule, other].map((one) => walk(one));
    actual.forEach(({ gradient }, i) => closeTo(gradient, expected[i].gradient));
  });
});

describe('differences converge to the exact penalty', () => {
  const errorAt = (rule: Rule) => {
    const exact = add(g(start), cubic.hessianTimes(start, g(start)), 1);
    return norm(add(problem.step(rule, { step: 0 }).gradient, exact, -1));
  };
  // Large steps, so that the differences stand out of float32's rounding; the third derivative is constant.
  test.each([
    ['forward', core.forwardDifference, 1],
    ['backward', core.backwardDifference, 1],
  ] as const)('%s at first order', (_, make, order) => {
    const errors = [0.08, 0.04, 0.02].map((epsilon) => errorAt(make({ gamma: 1, epsilon })));
    for (const i of [1, 2]) expect(Math.log2(errors[i - 1] / errors[i])).toBeCloseTo(order, 1);
  });
});

describe('flooding', () => {
  test.each([
    ['ascent then descent is one step of forwardDifference', -1, core.forwardDifference],
    ['descent then ascent is one step of backwardDifference', 1, core.backwardDifference],
  ] as const)('%s', (_, sign, difference) => {
    const rate = 0.05;
    // A level above the loss makes the first step an ascent, one below it a descent.
    const levels = sign < 0 ? [100, 0] : [0, 100];
    let x: number[] = start;
    for (const level of levels) {
      problem.moveTo(x);
      x = add(x, problem.step(core.flooding({ level }), { step: 0 }).gradient, -rate);
    }
    problem.moveTo(start);
    const [gamma, epsilon] = [1, rate];
    const penalized = problem.step(difference({ gamma, epsilon }), { step: 0 }).gradient;
    const penalty = add(penalized, g(start), -1);
    closeTo(x, add(start, penalty, -(rate ** 2)));
  });

  test('stands still at the level itself', () => {
    const [loss] = problem.loss().dataSync();
    const { gradient } = problem.step(core.flooding({ level: loss }), { step: 0 });
    expect(gradient.map(Math.abs)).toEqual([0, 0, 0, 0]);
  });
});

describe('diagnostics', () => {
  test('compare the gradients of both points', () => {
    const { diagnostics } = problem.step(core.sam({ rho: 0.2 }), { step: 3, measure: true });
    const second = ascended(start, 0.2);
    const perturbedLoss = cubic.loss(along(start, g(start), 0.2));
    expect(diagnostics.gradientNorm).toBeCloseTo(norm(g(start)), 4);
    expect(diagnostics.perturbedGradientNorm).toBeCloseTo(norm(second), 4);
    expect(diagnostics.perturbedLoss).toBeCloseTo(perturbedLoss, 4);
    expect(diagnostics.sharpness).toBeCloseTo(perturbedLoss - cubic.loss(start), 4);
    expect(diagnostics.cosine).toBeCloseTo(
      dot(g(start), second) / norm(g(start)) / norm(second),
      5,
    );
  });

  test('leave out the cosine unless asked', () => {
    expect(problem.step(core.sam({ rho: 0.2 }), { step: 0 }).diagnostics.cosine).toBeUndefined();
  });
});

describe('impossible options', () => {
  test('are refused by the types, where one is needed', () => {
    // @ts-expect-error rho is needed
    expect(() => core.sam()).toThrow('sam needs rho');
    expect(core.gam().name).toBe('gam');
  });

  test.each<[string, () => Rule, string]>([
    ['unnormalizedSam', () => core.unnormalizedSam({ rho: -1 }), 'rho must be'],
    ['epsilon', () => core.forwardDifference({ gamma: 1, epsilon: 0 }), 'epsilon must be'],
    ['both strengths', () => core.doubleBackprop({ gamma: 1, lambda: 1 }), 'either gamma'],
    ['no strength', () => core.doubleBackprop({}), 'either gamma'],
    ['level', () => core.flooding({ level: NaN }), 'level must be'],
    ['every', () => core.lookSam({ rho: 1, every: 1.5 }), 'every must be a whole number'],
    [
      'gamma',
      () => core.wsam({ rho: 1, gamma: 1 }),
      'gamma must be a finite number of at least 0 and below 1',
    ],
    ['decay', () => core.friendlySam({ rho: 1, decay: 1 }), 'decay must be'],
    ['momentum', () => core.momentumSam({ rho: 1, momentum: -0.1 }), 'momentum must be'],
    ['sparsity', () => core.sparseSam({ rho: 1, sparsity: 1 }), 'sparsity must be'],
    ['beta2', () => core.gam({ beta2: -1 }), 'beta2 must be'],
  ])('are refused: %s', (_, make, message) => {
    expect(make).toThrow(RangeError);
    expect(make).toThrow(message);
  });

  test('a state of another rule is refused', () => {
    const { state } = problem.step(core.friendlySam({ rho: 0.1 }), { step: 0 });
    expect(() => problem.step(core.lookSam({ rho: 0.1 }), { step: 1, state })).toThrow(
      "The state of rule 'look-sam' does not fit: 'direction/w' is missing, and should be of shape [1, 3].",
    );
    tf.dispose(state);
  });
});
