import * as tf from '@tensorflow/tfjs';
import * as core from '@gnp/core';
import type { LossFunction, Rule } from '@gnp/core';
import { useTestedBackend, withUnreadable } from './tested-backends.js';

const theta = [0.6, -0.8, 0.5];
const length = Math.hypot(...theta);
const rho = 0.2;
let w: tf.Variable;

/** s · ½‖w‖², whose gradient is s w and whose Hessian is s I. */
const scaled =
  (s: number): LossFunction =>
  () =>
    tf.tidy(() => tf.sum<tf.Scalar>(tf.mul(tf.mul(w, s), tf.mul(w, 0.5))));

/** The rule's gradient over s. */
async function gradientOver(s: number, rule: Rule, lossFn = scaled(s)): Promise<number[]> {
  const compute = rule.about.reads ? core.computeGradientAsync : core.computeGradient;
  const result = await compute(rule, lossFn, { w }, { step: 0 });
  await result.diagnostics.read(); // throws where a number is not finite
  const values = Array.from(await result.gradients.w.data(), (value) => value / s);
  result.dispose();
  return values;
}

const closeTo = (actual: number[], expected: number[]) =>
  actual.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 4));
const grown = (by: number) => theta.map((value) => value * by);
const ascended = grown(1 + rho / length);

describe.each(withUnreadable)('on %s', (backend) => {
  beforeAll(() => useTestedBackend(backend));
  beforeEach(() => {
    w = tf.tidy(() => tf.variable(tf.tensor1d(theta)));
  });
  afterEach(() => w.dispose());

  describe.each([1e-30, 1e-24, 1, 1e10, 1e20, 1e30])('a loss scaled by %d', (s) => {
    test.each<[string, Rule, number[]]>([
      ['sam', core.sam({ rho }), ascended],
      ['gnp', core.gnp({ r: rho, alpha: 0.5 }), grown(1 + (0.5 * rho) / length)],
      ['gsam', core.gsam({ rho, alpha: 0.4 }), ascended],
      ['asam', core.asam({ rho, weights: [] }), ascended],
      ['friendlySam', core.friendlySam({ rho, decay: 0.5 }), ascended],
      ['lookSam', core.lookSam({ rho }), ascended],
      ['sparseSam', core.sparseSam({ rho }), ascended],
      ['curvatureSam', core.curvatureSam({ rho, gamma: 0, beta: 0 }), ascended],
      ['gam', core.gam({ rhoPrime: rho, beta1: 1, beta3: 0, gamma: 0 }), ascended],
      ['adaptiveSam', core.adaptiveSam({ rho }), ascended],
      ['doubleBackprop', core.doubleBackprop({ lambda: 0.1 }), grown(1 + 0.1 / length)],
      ['clipped', core.clipped(core.plain(), { combined: s * 0.1 }), grown(0.1 / length)],
      ['only', core.only(core.sam({ rho }), 'w'), ascended],
    ])(
      '%s perturbs by the radius, whatever the size of the gradient',
      async (_, rule, expected) => {
        closeTo(await gradientOver(s, rule), expected);
      },
    );
  });

  test('a gradient of 0 perturbs by nothing', async () => {
    for (const rule of [core.sam({ rho }), core.doubleBackprop({ lambda: 1 })]) {
      closeTo(await gradientOver(1, rule, scaled(0)), [0, 0, 0]);
    }
  });

  test.each([NaN, Infinity, -Infinity])(
    'a loss of %d beside a finite gradient is an error',
    async (value) => {
      const lossFn: LossFunction = () =>
        tf.tidy(() => tf.add<tf.Scalar>(tf.sum(tf.square(w)), tf.scalar(value)));
      await expect(gradientOver(1, core.sam({ rho }), lossFn)).rejects.toThrow(
        `The loss of pass 0 at step 0 is not finite (it is ${value}).`,
      );
    },
  );

  test('parts that are finite may be too large together', async () => {
    const rule = core.gnp({ r: 0.1, alpha: 1e30 });
    await expect(gradientOver(1e20, rule)).rejects.toThrow(
      'The combined gradient at step 0 is not finite',
    );
  });

  test('the estimates of adaptiveSam survive a gradient of norm 1e15', async () => {
    const rule = core.adaptiveSam({ rho, decay: 0.5, threshold: 0 });
    let state: tf.NamedTensorMap | undefined;
    const passes: number[] = [];
    for (const [step, s] of [1, 1e15, 1, 1e15].entries()) {
      const result = await core.computeGradientAsync(rule, scaled(s), { w }, { step, state });
      passes.push(result.diagnostics.passes);
      tf.dispose([result.loss, result.gradients, result.finite ?? [], state ?? []]);
      result.diagnostics.dispose();
      state = result.state;
    }
    const numbers = await Promise.all(Object.values(state!).map(async (t) => (await t.data())[0]));
    expect(numbers.every(Number.isFinite)).toBe(true);
    expect(passes).toEqual([2, 2, 1, 2]);
    tf.dispose(state!);
  });
});

describe('directions made of rounding count as 0', () => {
  beforeAll(() => useTestedBackend('cpu'));
  beforeEach(() => {
    w = tf.tidy(() => tf.variable(tf.tensor1d(theta)));
  });
  afterEach(() => w.dispose());

  const walk = (rule: Rule, lossFn: LossFunction, steps: number) => {
    let state: tf.NamedTensorMap | undefined;
    let last: number[] = [];
    for (let step = 0; step < steps; step++) {
      const result = core.computeGradient(rule, lossFn, { w }, { step, state });
      last = Array.from(result.gradients.w.dataSync());
      tf.dispose([result.loss, result.gradients, state ?? []]);
      result.diagnostics.dispose();
      state = result.state;
    }
    tf.dispose(state!);
    return last;
  };

  test('lookSam on a sphere, where nothing lies across the gradient', () => {
    closeTo(walk(core.lookSam({ rho, every: 5 }), scaled(1), 3), theta);
  });

  test('friendlySam on a gradient that never changes', () => {
    const constant: LossFunction = () =>
      tf.tidy(() => tf.sum<tf.Scalar>(tf.mul(w, tf.tensor1d([0.3, -0.7, 1.1]))));
    const seen: number[] = [];
    const lossFn: LossFunction = (pass) => {
      if (pass.index === 1) seen.push(w.dataSync()[0] - Math.fround(theta[0]));
      return constant(pass);
    };
    walk(core.friendlySam({ rho, decay: 0.6 }), lossFn, 60);
    expect(Math.abs(seen[0])).toBeGreaterThan(0.01);
    expect(seen.slice(-10)).toEqual(new Array(10).fill(0));
  });

  test('gam on a linear loss, whose gradient is largest nowhere', () => {
    const linear: LossFunction = () => tf.tidy(() => tf.mul<tf.Scalar>(tf.sum(w), 0.3));
    closeTo(walk(core.gam({ gamma: 0 }), linear, 1), [0.3, 0.3, 0.3]);
  });
});
