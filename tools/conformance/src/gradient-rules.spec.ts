import {
  asam,
  backwardDifference,
  centralDifference,
  computeGradient,
  doubleBackprop,
  forwardDifference,
  gnp,
  gsam,
  plain,
  sam,
} from '@gnp/core';
import type { Rule } from '@gnp/core';
import { goldenCases, goldenProblem } from './golden-cases.js';
import { useTestedBackend, withUnreadable } from './tested-backends.js';

/** The rules by the names of the reference file. */
const rules: [name: string, reference: string | undefined, rule: Rule][] = [
  ['plain', undefined, plain()],
  ['sam', 'gnp r=0.1 alpha=1.0', sam({ rho: 0.1 })],
  ...[
    { r: 0.05, alpha: 0.8 },
    { r: 0.1, alpha: 0.5 },
    { r: 0.1, alpha: 1 },
  ].flatMap(({ r, alpha }) =>
    [false, true].map((normalizeFirst): [string, string, Rule] => {
      const name = `gnp r=${r} alpha=${alpha === 1 ? '1.0' : alpha}${normalizeFirst ? ' normalized-first' : ''}`;
      return [name, name, gnp({ r, alpha, normalizeFirst })];
    }),
  ),
  ...[
    { gamma: 0.01, epsilon: 0.02 },
    { gamma: 0.05, epsilon: 0.1 },
  ].flatMap((options) =>
    [forwardDifference, backwardDifference, centralDifference].map((make) => {
      const rule = make(options);
      const name = `${rule.name} gamma=${options.gamma} epsilon=${options.epsilon}`;
      return [name, name, rule] as [string, string, Rule];
    }),
  ),
  ...(
    [
      ['double-backprop squared-norm gamma=0.01', doubleBackprop({ gamma: 0.01 })],
      ['double-backprop norm lambda=0.01', doubleBackprop({ lambda: 0.01 })],
      ['asam rho=0.5 eta=0.01', asam({ rho: 0.5, eta: 0.01 })],
      ['gsam rho=0.05 alpha=0.4', gsam({ rho: 0.05, alpha: 0.4 })],
    ] as const
  ).map(([name, rule]): [string, string, Rule] => [name, name, rule]),
];

const flat = (arrays: number[][]) => arrays.flat();
const norm = (values: number[]) => Math.hypot(...values);

describe.each(withUnreadable)('on %s', (backend) => {
  beforeAll(() => useTestedBackend(backend));

  describe.each(goldenCases)('$name', (golden) => {
    test('every rule of the reference file is checked', () => {
      const checked = new Set(rules.map(([, reference]) => reference));
      expect(Object.keys(golden.rules).filter((name) => !checked.has(name))).toEqual([]);
    });

    test.each(rules)('%s gives the reference gradient', async (_, reference, rule) => {
      const { parameters, lossFn, dispose } = goldenProblem(golden);
      const result = computeGradient(rule, lossFn, parameters, { step: 0 });
      const expected = flat(reference ? golden.rules[reference] : golden.gradient);
      const actual = (
        await Promise.all(Object.keys(parameters).map((name) => result.gradients[name].data()))
      ).flatMap((values) => [...values]);
      const difference = norm(actual.map((value, i) => value - expected[i]));
      expect(difference / norm(expected)).toBeLessThan(1e-4);
      const { loss, gradientNorm, skipped } = await result.diagnostics.read();
      expect(loss / golden.loss).toBeCloseTo(1, 5);
      expect(gradientNorm / golden.gradientNorm).toBeCloseTo(1, 4);
      expect(skipped).toBeUndefined();
      for (const [i, parameter] of Object.values(parameters).entries()) {
        expect(Array.from(await parameter.data())).toEqual(golden.params[i].map(Math.fround));
      }
      result.dispose();
      dispose();
    });
  });
});
