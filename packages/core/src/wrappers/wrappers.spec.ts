import * as tf from '@tensorflow/tfjs';
import { cubic, CubicProblem } from '../../testing/cubic.js';
import { add, closeTo, norm, times, unit } from '../../testing/vectors.js';
import * as core from '../index.js';
import { only } from '../index.js';
import type { Rule } from '../index.js';

const g = cubic.gradient;
const start = [0.6, -0.8, 0.5, 0.9];

let problem: CubicProblem;
beforeAll(() => tf.setBackend('cpu'));
beforeEach(() => {
  problem = new CubicProblem(start);
});
afterEach(() => problem.dispose());

const gradientOf = (rule: Rule, step = 0, seed = step) => {
  const { state, ...result } = problem.step(rule, { step, seed });
  tf.dispose(state);
  return result;
};

describe('only and exclude', () => {
  const bias = [0, 0, 0, g(start)[3]];

  test.each<[string, Rule]>([
    ['a name', only(core.sam({ rho: 0.2 }), 'b')],
    ['a pattern', only(core.sam({ rho: 0.2 }), ['no*', '*b*'])],
    ['a regular expression', only(core.sam({ rho: 0.2 }), /^b$/)],
    ['a predicate', only(core.sam({ rho: 0.2 }), (_, parameter) => parameter.rank === 1)],
    ['the others', core.exclude(core.sam({ rho: 0.2 }), 'w')],
  ])('perturb by %s, with radii over the selected', (_, rule) => {
    closeTo(gradientOf(rule).gradient, g(add(start, unit(bias), 0.2)));
  });

  test('penalise the norm over the selected, differences and exactly', () => {
    const exact = add(g(start), cubic.hessianTimes(start, bias), 0.1);
    const doubled = only(core.doubleBackprop({ gamma: 0.1 }), 'b');
    const difference = only(core.centralDifference({ gamma: 0.1, epsilon: 0.05 }), 'b');
    closeTo(gradientOf(doubled).gradient, exact);
    closeTo(gradientOf(difference).gradient, exact);
    const lambda = only(core.doubleBackprop({ lambda: 0.1 }), 'b');
    const toUnit = cubic.hessianTimes(start, unit(bias));
    closeTo(gradientOf(lambda).gradient, add(g(start), toUnit, 0.1));
  });

  test('restrict the norms of asam, too', () => {
    const rule = only(core.asam({ rho: 0.3, weights: () => true, eta: 0 }), 'b');
    const scaled = bias.map((v, i) => Math.abs(start[i]) * v);
    const direction = scaled.map((v, i) => Math.abs(start[i]) * v);
    closeTo(gradientOf(rule).gradient, g(add(start, direction, 0.3 / norm(scaled))));
  });

  test('refuse to perturb nothing', () => {
    expect(() => gradientOf(only(core.sam({ rho: 0.2 }), 'c'))).toThrow(
      "No parameter is left for 'sam' to perturb; they are called w, b.",
    );
  });
});

describe('clipped', () => {
  const limit = norm(g(start)) / 2;

  test('combined scales the result down', () => {
    const rule = core.sam({ rho: 0.2 });
    const free = gradientOf(rule).gradient;
    closeTo(
      gradientOf(core.clipped(rule, { combined: limit })).gradient,
      times(limit / norm(free), free),
    );
  });

  test('each scales every gradient down before they are combined', () => {
    const rule = core.clipped(core.gnp({ r: 0.2, alpha: 0.7 }), { each: limit });
    const second = g(add(start, unit(g(start)), 0.2));
    const expected = add(times(0.3 * limit, unit(g(start))), unit(second), 0.7 * limit);
    const { gradient, diagnostics } = gradientOf(rule);
    closeTo(gradient, expected);
    expect(diagnostics.gradientNorm).toBeCloseTo(norm(g(start)), 5);
  });

  test('leaves what is short as it is, bit for bit', () => {
    const rule = core.sam({ rho: 0.2 });
    const loose = core.clipped(rule, { each: 1e3, combined: 1e3 });
    expect(gradientOf(loose).gradient).toEqual(gradientOf(rule).gradient);
  });

  test('refuses to clip what is differentiated, and norms that are none', () => {
    const exact = core.doubleBackprop({ gamma: 1 });
    expect(() => core.clipped(exact, { each: 1 })).toThrow('clip the combined one');
    const later = core.doubleBackprop({ gamma: (step) => step });
    expect(() => gradientOf(core.clipped(later, { each: 1 }), 1)).toThrow('clip the combined one');
    expect(() => core.clipped(core.plain(), {})).toThrow(RangeError);
    expect(() => core.clipped(core.plain(), { each: 0 })).toThrow('each must be');
  });
});

describe('every and randomly', () => {
  const sam = core.sam({ rho: 0.2 });
  const [plainGradient, samGradient] = [g(start), g(add(start, unit(g(start)), 0.2))];

  test('every k steps the rule, plain in between', () => {
    const rule = core.every(3, sam);
    for (const step of [0, 1, 2, 3]) {
      const turn = step % 3 === 0;
      closeTo(gradientOf(rule, step).gradient, turn ? samGradient : plainGradient);
      expect(core.costOf(rule, { step }).passes).toBe(turn ? 2 : 1);
    }
    expect(() => core.every(0, sam)).toThrow(RangeError);
  });

  test('randomly follows the rule as often as it should, by the seed alone', () => {
    const rule = core.randomly(0.3, sam);
    const turns = (seeds: number[]) =>
      seeds.map((seed) => gradientOf(rule, 0, seed).diagnostics.passes === 2);
    const seeds = Array.from({ length: 400 }, (_, i) => i);
    const first = turns(seeds);
    expect(first).toEqual(turns(seeds));
    // 400 draws at 0.3: standard deviation 0.023
    expect(first.filter(Boolean).length / 400).toBeGreaterThan(0.3 - 4 * 0.023);
    expect(first.filter(Boolean).length / 400).toBeLessThan(0.3 + 4 * 0.023);
    expect(turns(seeds.map((seed) => seed + 1000))).not.toEqual(first);
  });

  test.each([
    [0, 1],
    [1, 2],
  ])('randomly with p = %d always takes %d passes', (p, passes) => {
    expect(gradientOf(core.randomly(p, sam), 0, 5).diagnostics.passes).toBe(passes);
    expect(() => core.randomly(1.1, sam)).toThrow(
      'p must be a finite number of at least 0 and at most 1, got 1.1.',
    );
  });

  test('keep the state where the rule has no turn', () => {
    const rule = core.every(2, core.friendlySam({ rho: 0.2 }));
    const first = problem.step(rule, { step: 0 });
    const second = problem.step(rule, { step: 1, state: first.state });
    expect(Array.from(second.state['mean/w'].dataSync())).toEqual(
      Array.from(first.state['mean/w'].dataSync()),
    );
    tf.dispose([first.state, second.state]);
  });
});
