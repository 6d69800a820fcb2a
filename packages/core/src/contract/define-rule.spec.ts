import * as tf from '@tensorflow/tfjs-core';
import { count, flag, number } from '@gnp/options';
import * as core from '../index.js';
import type { Rule } from '../index.js';

beforeAll(() => tf.setBackend('cpu'));

const lookahead = core.defineRule({
  name: 'test-lookahead',
  title: 'A rule of the tests',
  formula: 'g = ∇L(θ + ρ m/‖m‖), m ← g every k turns',
  use: 'In tests.',
  options: {
    rho: number('radius'),
    every: count('period', { default: 2 }),
    halve: flag('half of it', { default: false }),
  },
  memory: { direction: 'zeros', turns: 'number' },
  *step({ rho, every, halve }, { turn, memory }) {
    const g = yield* core.gradient(core.along(memory.direction, rho));
    const follow = halve ? core.mix([0.5, g]) : g;
    const turns = core.plus(memory.turns, 1);
    return { follow, remember: { turns, ...(turn % every === 0 && { direction: g }) } };
  },
});

test('a factory is data and function in one', () => {
  expect(lookahead.name).toBe('test-lookahead');
  expect({ ...lookahead }).toMatchObject({
    title: 'A rule of the tests',
    memory: { turns: 'number' },
  });
  expect(Object.keys(lookahead.options)).toEqual(['rho', 'every', 'halve']);
  expect(core.definedRules().get('test-lookahead')).toBe(lookahead);
  const rule = lookahead({ rho: (step) => step / 10 });
  expect(rule.numbersAt(3)).toEqual({ rho: 0.3, every: 2 });
  expect(lookahead({ rho: 1, every: 3 }).config()).toEqual({
    name: 'test-lookahead',
    options: { rho: 1, every: 3 },
  });
});

test('the types of options are those that are declared', () => {
  // these calls are for the compiler; what they do is below
  const wrong: (() => Rule)[] = [
    // @ts-expect-error rho is needed
    () => lookahead({}),
    // @ts-expect-error rho is needed
    () => lookahead(),
    // @ts-expect-error a number or a schedule
    () => lookahead({ rho: '1' }),
    // @ts-expect-error no such option
    () => lookahead({ rho: 1, rhoo: 2 }),
    // @ts-expect-error a count is no schedule
    () => lookahead({ rho: 1, every: () => 2 }),
    // @ts-expect-error alpha is needed
    () => core.gnp({ r: 0.1 }),
  ];
  for (const make of wrong) expect(make).toThrow(/needs|must be|no option/);
  expect(core.plain().name).toBe('plain');
  expect(core.gam().name).toBe('gam');
});

test.each<[() => Rule, string]>([
  [() => core.gnp({ r: NaN, alpha: 1 }), 'r must be a finite number of at least 0, got NaN.'],
  [() => core.gnp({ r: 1, alhpa: 1 } as never), "gnp has no option 'alhpa'. Did you mean 'alpha'?"],
  [() => core.gnp({ r: 1 } as never), 'gnp needs alpha: weight of the perturbed gradient'],
  [
    () => core.gnp(0.1 as never),
    'gnp takes an object of options (r, alpha, normalizeFirst), got 0.1.',
  ],
  [
    () => core.forwardDifference({ gamma: 1, epsilon: 0 }),
    'epsilon must be a finite number above 0, got 0.',
  ],
  [
    () => core.adaptiveSam({ rho: 1, threshold: NaN }),
    'threshold must be a finite number, got NaN.',
  ],
])('wrong options are told apart: %#', (make, message) => {
  expect(make).toThrow(message);
});

test('a step remembers what it says, once it has come to its end', () => {
  const w = tf.variable(tf.tensor1d([3, -4]));
  const half = () => tf.tidy(() => tf.mul<tf.Scalar>(0.5, tf.sum(tf.square(w))));
  const rule = lookahead({ rho: 1, halve: true });
  let state: tf.NamedTensorMap | undefined;
  const seen: number[][] = [];
  for (let step = 0; step < 3; step++) {
    const result = core.computeGradient(rule, half, { w }, { step, state });
    seen.push(Array.from(result.gradients.w.dataSync()));
    tf.dispose([result.loss, result.gradients, state ?? []]);
    result.diagnostics.dispose();
    state = result.state;
  }
  const moved = [3.6, -4.8].map((value) => value / 2);
  expect(seen[0]).toEqual([1.5, -2]);
  for (const values of seen.slice(1)) {
    values.forEach((value, i) => expect(value).toBeCloseTo(moved[i], 5));
  }
  expect(state!.turns.dataSync()[0]).toBe(3);
  expect(Array.from(state!['direction/w'].dataSync(), (v) => +v.toFixed(4))).toEqual([3.6, -4.8]);
  const failing = () => tf.tidy(() => tf.mul<tf.Scalar>(half(), NaN));
  expect(() => core.computeGradient(rule, failing, { w }, { step: 4, state })).toThrow(
    'not finite',
  );
  expect(state!.turns.dataSync()[0]).toBe(3);
  tf.dispose([state!, w]);
});

test('a rule that yields without a star is told how to ask', () => {
  const starless = core.defineRule({
    name: 'starless',
    title: 'A slip',
    formula: 'none',
    use: 'Never.',
    options: {},
    *step() {
      const g = yield core.gradient() as never;
      return g as core.Vector;
    },
  });
  expect(() => core.costOf(starless())).toThrow(
    "Rule 'starless' yields something that is no request. Ask by yield* of a helper: yield* gradient().",
  );
});

test.each([
  [
    { name: 'evry', options: { k: 2 }, rule: { name: 'plain', options: {} } },
    "no wrapper 'evry'. Did you mean 'every'?",
  ],
  [{ name: 'gpn', options: {} }, "no rule 'gpn'. Did you mean 'gnp'?"],
])('a rule that was saved under an unknown name is not made: %j', (config, message) => {
  expect(() => core.ruleOf(config)).toThrow(message);
});

test('wrappers see what a rule asks for, and change it', () => {
  const doubled = (rule: Rule): Rule => ({
    ...rule,
    run: (turn) =>
      core.through(rule.run(turn), {
        request: (request) =>
          request.ask === 'gradient'
            ? { ...request, at: request.at.map((m) => ({ ...m, length: core.times(2, m.length) })) }
            : request,
      }),
  });
  const w = tf.variable(tf.tensor1d([3, -4]));
  const loss = () => tf.tidy(() => tf.sum<tf.Scalar>(tf.pow(w, 3)));
  const gradientOf = (rule: Rule) => {
    const result = core.computeGradient(rule, loss, { w }, { step: 0 });
    const values = Array.from(result.gradients.w.dataSync());
    result.dispose();
    return values;
  };
  expect(gradientOf(doubled(core.sam({ rho: 0.1 })))).toEqual(gradientOf(core.sam({ rho: 0.2 })));
  w.dispose();
});
