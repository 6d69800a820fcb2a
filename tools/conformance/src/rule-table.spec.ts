import * as tf from '@tensorflow/tfjs';
import { allRules, computeGradientAsync, computeGradient, costOf } from '@gnp/core';
import type { Rule, RuleFactory } from '@gnp/core';
import { goldenCases, goldenProblem, quadraticProblem } from './golden-cases.js';
import type { Problem } from './golden-cases.js';
import { useTestedBackend, withUnreadable } from './tested-backends.js';

/** Options that a record requires. */
function requiredOptions({ name, options }: RuleFactory): Record<string, number> {
  if (name === 'double-backprop') return { gamma: 0.05 };
  const required = Object.entries(options).filter(([, option]) => option.needed);
  return Object.fromEntries(required.map(([option]) => [option, 0.05]));
}

/** Every rule, with short periods, so that three steps meet all that it does. */
const rules: [string, Rule][] = allRules.map((factory) => {
  const periods = 'every' in factory.options ? { every: 2 } : {};
  return [factory.name, factory({ ...requiredOptions(factory), ...periods })];
});

const problems: [string, () => Problem][] = [
  ['quadratic', quadraticProblem],
  ...goldenCases.map((golden): [string, () => Problem] => [
    golden.name,
    () => goldenProblem(golden),
  ]),
];

async function bits(tensors: tf.NamedTensorMap): Promise<Record<string, number[]>> {
  const entries = Object.entries(tensors).map(
    async ([name, t]) => [name, Array.from(await t.data())] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

/** One step of gradient descent by the rule; returns all that it computed. */
async function descend(problem: Problem, rule: Rule, step: number, state?: tf.NamedTensorMap) {
  const { parameters, lossFn } = problem;
  const before = await bits(parameters);
  // only what cannot do without waits in the middle of a step
  const compute = rule.about.reads ? computeGradientAsync : computeGradient;
  const result = await compute(rule, lossFn, parameters, { step, state });
  expect(await bits(parameters)).toEqual(before);
  tf.tidy(() => {
    for (const [name, gradient] of Object.entries(result.gradients)) {
      parameters[name].assign(tf.sub(parameters[name], tf.mul(gradient, 0.05)));
    }
  });
  return result;
}

/** Three steps; the state goes through plain arrays after the first if `saved`. */
async function run(make: () => Problem, rule: Rule, saved: boolean) {
  const problem = make();
  let state: tf.NamedTensorMap | undefined;
  const steps = [];
  for (const step of [0, 1, 2]) {
    const result = await descend(problem, rule, step, state);
    const { loss, gradients, diagnostics, finite, state: next } = result;
    const shapes = Object.entries(gradients).map(([name, t]) => [name, t.shape] as const);
    steps.push({
      shapes,
      loss: (await loss.data())[0],
      gradients: await bits(gradients),
      measured: await diagnostics.read(),
      passes: diagnostics.passes,
    });
    tf.dispose([loss, gradients, finite ?? [], state ?? []]);
    diagnostics.dispose();
    state = saved && step === 0 ? await throughArrays(next) : next;
  }
  if (state) tf.dispose(state);
  const shapes = Object.entries(problem.parameters).map(([name, v]) => [name, v.shape] as const);
  problem.dispose();
  return { steps, shapes };
}

/** What a checkpoint does to a state: its values in other tensors, in alphabetical order. */
async function throughArrays(state: tf.NamedTensorMap): Promise<tf.NamedTensorMap> {
  const sorted = Object.entries(state).sort(([a], [b]) => (a < b ? -1 : 1));
  const copies = await Promise.all(
    sorted.map(async ([name, t]) => [name, tf.tensor((await t.data()).slice(), t.shape)] as const),
  );
  tf.dispose(state);
  return Object.fromEntries(copies);
}

describe.each(withUnreadable)('on %s', (backend) => {
  beforeAll(() => useTestedBackend(backend));

  describe.each(problems)('%s', (_, make) => {
    test.each(rules)(
      '%s: shapes, finite numbers, passes, exact restoration, no leaks, the same bits from a saved state',
      async (_name, rule) => {
        const restored = await run(make, rule, true);
        const { numTensors } = tf.memory();
        const { steps, shapes } = await run(make, rule, false);
        expect(tf.memory().numTensors).toBe(numTensors);
        steps.forEach(({ passes, gradients, loss, shapes: given }, step) => {
          expect(given).toEqual(shapes);
          expect(Object.values(gradients).flat().every(Number.isFinite)).toBe(true);
          expect(Number.isFinite(loss)).toBe(true);
          const cost = costOf(rule, { step });
          expect(passes).toBeGreaterThanOrEqual(cost.passes);
          expect(passes).toBeLessThanOrEqual(cost.exact ? cost.passes : Infinity);
        });
        expect(restored.steps).toEqual(steps);
      },
    );
  });
});
