import * as tf from '@tensorflow/tfjs';
import { useBackend } from '@gnp/backends';
import { allRules, computeGradient, costOf } from '@gnp/core';
import type { Rule, RuleFactory } from '@gnp/core';
import { goldenCases, goldenProblem, quadraticProblem } from './golden-cases.js';
import type { Problem } from './golden-cases.js';
import { testedBackends } from './tested-backends.js';

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

const bits = (tensors: tf.NamedTensorMap) =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, t]) => [name, Array.from(t.dataSync())] as const),
  );

/** One step of gradient descent by the rule; returns all that it computed. */
function descend(problem: Problem, rule: Rule, step: number, state?: tf.NamedTensorMap) {
  const { parameters, lossFn } = problem;
  const before = bits(parameters);
  const result = computeGradient(rule, lossFn, parameters, { step, ...(state && { state }) });
  expect(bits(parameters)).toEqual(before);
  tf.tidy(() => {
    for (const [name, gradient] of Object.entries(result.gradients)) {
      parameters[name].assign(tf.sub(parameters[name], tf.mul(gradient, 0.05)));
    }
  });
  return result;
}

/** Three steps; the state goes through plain arrays after the first if `saved`. */
function run(make: () => Problem, rule: Rule, saved: boolean) {
  const problem = make();
  let state: tf.NamedTensorMap | undefined;
  const steps = [0, 1, 2].map((step) => {
    const { loss, gradients, diagnostics, state: next } = descend(problem, rule, step, state);
    const { passes } = diagnostics;
    const measured = diagnostics.readSync();
    const values = { loss: loss.dataSync()[0], gradients: bits(gradients), measured, passes };
    diagnostics.dispose();
    const shapes = Object.entries(gradients).map(([name, t]) => [name, t.shape] as const);
    tf.dispose([loss, gradients]);
    if (state) tf.dispose(state);
    state = saved && step === 0 ? throughArrays(next) : next;
    return { ...values, shapes };
  });
  if (state) tf.dispose(state);
  const shapes = Object.entries(problem.parameters).map(([name, v]) => [name, v.shape] as const);
  problem.dispose();
  return { steps, shapes };
}

/** What a checkpoint does to a state: its values in other tensors, in alphabetical order. */
function throughArrays(state: tf.NamedTensorMap): tf.NamedTensorMap {
  const sorted = Object.entries(state).sort(([a], [b]) => (a < b ? -1 : 1));
  const copies = sorted.map(
    ([name, t]) => [name, tf.tensor(t.dataSync().slice(), t.shape)] as const,
  );
  tf.dispose(state);
  return Object.fromEntries(copies);
}

describe.each(testedBackends)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  describe.each(problems)('%s', (_, make) => {
    test.each(rules)(
      '%s: shapes, finite numbers, passes, exact restoration, no leaks, the same bits from a saved state',
      (_name, rule) => {
        const restored = run(make, rule, true);
        const { numTensors } = tf.memory();
        const { steps, shapes } = run(make, rule, false);
        expect(tf.memory().numTensors).toBe(numTensors);
        steps.forEach(({ passes, gradients, loss, shapes: given }, step) => {
          expect(given).toEqual(shapes);
          expect(Object.values(gradients).flat().every(Number.isFinite)).toBe(true);
          expect(Number.isFinite(loss)).toBe(true);
          const cost = costOf(rule, { step });
          if (cost.exact) expect(passes).toBe(cost.passes);
          else expect(passes).toBeGreaterThanOrEqual(cost.passes);
        });
        expect(restored.steps).toEqual(steps);
      },
    );
  });
});
