import * as tf from '@tensorflow/tfjs';
import { cubic, CubicProblem } from '../../testing/cubic.js';
import { across, add, closeTo, norm, times, unit } from '../../testing/vectors.js';
import type { Vector } from '../../testing/vectors.js';
import * as core from '../index.js';
import type { LossFunction, Rule } from '../index.js';

const g = cubic.gradient;
const start = [0.6, -0.8, 0.5, 0.9];
const points = [start, [0.3, -0.5, 0.4, 0.7], [-0.2, 0.4, 0.1, 0.5], [0.1, 0.2, -0.3, 0.4]];
/** The part that belongs to `w`, the first three. */
const inW = (x: Vector) => x.map((value, i) => (i < 3 ? value : 0));
const moved = (x: Vector, direction: Vector, radius: number) => add(x, unit(direction), radius);

let problem: CubicProblem;
beforeAll(() => tf.setBackend('cpu'));
beforeEach(() => {
  problem = new CubicProblem(start);
});
afterEach(() => problem.dispose());

/** The rule's gradients at points, one after another, its state handed on. */
function walk(rule: Rule, at: readonly Vector[] = points, firstStep = 0) {
  let state: tf.NamedTensorMap | undefined;
  const results = at.map((point, i) => {
    problem.moveTo(point);
    const { state: next, ...result } = problem.step(rule, { step: firstStep + i, state });
    tf.dispose(state ?? []);
    state = next;
    return result;
  });
  tf.dispose(state ?? []);
  return results;
}

describe('only', () => {
  test('binds every radius of gam, and no inner product', () => {
    const options = { rho: 0.3, rhoPrime: 0.1, beta1: 0.6, beta2: 0.4, beta3: 0.5, gamma: 0.2 };
    const [{ gradient }] = walk(core.only(core.gam(options), 'w'), [start]);
    const g0 = g(start);
    const g1 = g(moved(start, inW(g0), 0.1));
    const adversary = moved(start, inW(add(g1, g0, -1)), 0.3);
    const g2 = g(adversary);
    const g3 = g(moved(adversary, inW(g2), 0.1));
    const descent = add(times(0.6, g1), g3, 0.5);
    closeTo(gradient, add(descent, across(add(g0, g2, 0.4), descent), -0.2));
  });

  test('lets the projection of gsam run over all', () => {
    const [{ gradient, diagnostics }] = walk(core.only(core.gsam({ rho: 0.2 }), 'w'), [start]);
    const g2 = g(moved(start, inW(g(start)), 0.2));
    closeTo(gradient, add(g2, across(g(start), g2), -0.4));
    expect(diagnostics.passes).toBe(2);
  });

  test('lets the projection of lookSam run over all', () => {
    const [first, second] = walk(core.only(core.lookSam({ rho: 0.2, every: 2 }), 'w'));
    const [x, y] = points;
    const direction = unit(across(g(moved(x, inW(g(x)), 0.2)), g(x)));
    closeTo(second.gradient, add(g(y), direction, 0.7 * norm(g(y))));
    expect(first.diagnostics.passes).toBe(2);
  });

  test('chooses the entries of sparseSam among the selected', () => {
    const rule = core.only(core.sparseSam({ rho: 0.2, sparsity: 0.6, every: 2 }), 'w');
    const results = walk(rule);
    const fisher = points[0].map((_, i) => g(points[0])[i] ** 2 + g(points[1])[i] ** 2);
    const largest = Math.max(...inW(fisher));
    const gradient = inW(g(points[2]));
    const masked = gradient.map((v, i) => (fisher[i] >= largest && i < 3 ? v : 0));
    expect(masked.filter((v) => v !== 0)).toHaveLength(1);
    closeTo(results[2].gradient, g(add(points[2], masked, 0.2 / norm(gradient))));
  });

  test('inside and outside of one another selects what both select', () => {
    const rule = core.only(core.exclude(core.sam({ rho: 0.2 }), 'b'), ['w', 'b']);
    closeTo(walk(rule, [start])[0].gradient, g(moved(start, inW(g(start)), 0.2)));
  });

  test('that excludes everything is refused at once', () => {
    expect(() => core.exclude(core.sam({ rho: 1 }), ['b', '*'])).toThrow(
      "nothing is left for 'sam'",
    );
  });
});

describe('every', () => {
  test('lets a rule with a period count its own turns', () => {
    const rule = core.every(2, core.lookSam({ rho: 0.2, every: 2 }));
    const [x, , z] = points;
    const results = walk(rule, [...points, start]);
    expect(results.map(({ diagnostics }) => diagnostics.passes)).toEqual([2, 1, 1, 1, 2]);
    const direction = across(g(moved(x, g(x), 0.2)), g(x));
    closeTo(results[2].gradient, add(g(z), unit(direction), 0.7 * norm(g(z))));
    closeTo(results[1].gradient, g(points[1]));
  });

  test('of every multiplies', () => {
    const rule = core.every(2, core.every(3, core.sam({ rho: 0.2 })));
    const passes = Array.from({ length: 13 }, (_, step) => core.costOf(rule, { step }).passes);
    expect(passes.flatMap((count, step) => (count > 1 ? [step] : []))).toEqual([0, 6, 12]);
  });
});

describe('randomly', () => {
  test.each([0.3, 0.7])('costs what its draw says, p = %d', (p) => {
    const rule = core.randomly(p, core.sam({ rho: 0.2 }));
    const seeds = Array.from({ length: 40 }, (_, i) => i);
    const counted = seeds.map((seed) => core.costOf(rule, { seed }).passes);
    expect(new Set(counted).size).toBe(2);
    for (const [seed, passes] of counted.entries()) {
      expect(problem.step(rule, { step: 0, seed }).diagnostics.passes).toBe(passes);
    }
  });

  test('tells layers whether a step has several passes', () => {
    const rule = core.randomly(0.5, core.sam({ rho: 0.2 }));
    const seen = Array.from({ length: 20 }, (_, seed) => {
      const flags: boolean[] = [];
      const lossFn: LossFunction = (pass) => {
        flags.push(pass.trueGradient);
        return problem.loss();
      };
      core.computeGradient(rule, lossFn, problem.variables, { step: 0, seed }).dispose();
      return flags.join();
    });
    expect(new Set(seen)).toEqual(new Set(['false', 'true,false']));
  });
});

describe('steps that are skipped', () => {
  const poisoned = (bad: (step: number, index: number) => boolean): LossFunction => {
    return (pass) =>
      tf.tidy(() => tf.mul<tf.Scalar>(problem.loss(), bad(pass.step, pass.index) ? Infinity : 1));
  };
  const compute = (rule: Rule, lossFn: LossFunction, step: number, state?: tf.NamedTensorMap) =>
    core.computeGradient(rule, lossFn, problem.variables, { step, state, onNonFinite: 'skip' });

  test.each([0, 1])('change nothing, whichever pass fails: %d', (index) => {
    const average = tf.variable(tf.scalar(1), false);
    const rule = core.friendlySam({ rho: 0.2 });
    const base = poisoned((step, i) => step === 1 && i === index);
    const lossFn: LossFunction = (pass) => {
      const loss = base(pass) as tf.Scalar;
      if (pass.batchStatistics === 'update') tf.tidy(() => average.assign(tf.add(average, 1)));
      return loss;
    };
    const first = compute(rule, lossFn, 0);
    expect(average.dataSync()[0]).toBe(2);
    const second = compute(rule, lossFn, 1, first.state);
    expect(second.skipped).toBeInstanceOf(core.NonFiniteGradientError);
    expect(second.gradients).toEqual({});
    expect(second.diagnostics.readSync().skipped).toBe(second.skipped);
    expect(average.dataSync()[0]).toBe(2);
    expect(second.state['mean/w'].dataSync()).toEqual(first.state['mean/w'].dataSync());
    const third = compute(rule, lossFn, 2, second.state);
    expect(Object.keys(third.gradients)).toEqual(['w', 'b']);
    for (const result of [first, second, third]) result.dispose();
    average.dispose();
  });

  test('are whole steps, also of one bad shard', () => {
    const rule = core.mSharpness(core.sam({ rho: 0.1 }), 2);
    const lossFn: LossFunction = (pass) =>
      tf.tidy(() => tf.mul<tf.Scalar>(problem.loss(), pass.microBatch === 1 ? NaN : 1));
    const options = { step: 0, microBatches: 2, onNonFinite: 'skip' } as const;
    const result = core.computeGradient(rule, lossFn, problem.variables, options);
    expect(result.skipped?.message).toContain('The loss of pass 0 at step 0 is not finite');
    expect(result.gradients).toEqual({});
    result.dispose();
  });

  test('hand other errors on', () => {
    const failing: LossFunction = () => {
      throw new TypeError('no such image');
    };
    expect(() => compute(core.plain(), failing, 0)).toThrow('no such image');
  });
});
