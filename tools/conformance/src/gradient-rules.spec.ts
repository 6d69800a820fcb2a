import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { useBackend } from '@gnp/backends';
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
import type { GradientRule } from '@gnp/core';
import { goldenNetworks } from './golden-networks.js';
import { testedBackends } from './tested-backends.js';

/** One network with its data, and the float64 gradients of each rule. */
interface Case {
  name: string;
  l2: number;
  paramShapes: number[][];
  params: number[][];
  xShape: number[];
  x: number[];
  yShape: [number, number];
  y: number[];
  loss: number;
  gradientNorm: number;
  gradient: number[][];
  rules: Record<string, number[][]>;
}
const { cases } = JSON.parse(
  readFileSync(new URL('../goldens/gradient-rules.json', import.meta.url), 'utf8'),
) as { cases: Case[] };

/** The rules by the names of the reference file. */
const rules: [name: string, reference: string | undefined, rule: GradientRule][] = [
  ['plain', undefined, plain()],
  ['sam', 'gnp r=0.1 alpha=1.0', sam({ rho: 0.1 })],
  ...[
    { r: 0.05, alpha: 0.8 },
    { r: 0.1, alpha: 0.5 },
    { r: 0.1, alpha: 1 },
  ].flatMap(({ r, alpha }) =>
    [false, true].map((normalizeFirst): [string, string, GradientRule] => {
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
      return [name, name, rule] as [string, string, GradientRule];
    }),
  ),
  ...(
    [
      ['double-backprop squared-norm gamma=0.01', doubleBackprop({ gamma: 0.01 })],
      ['double-backprop norm lambda=0.01', doubleBackprop({ lambda: 0.01 })],
      ['asam rho=0.5 eta=0.01', asam({ rho: 0.5, eta: 0.01 })],
      ['gsam rho=0.05 alpha=0.4', gsam({ rho: 0.05, alpha: 0.4 })],
    ] as const
  ).map(([name, rule]): [string, string, GradientRule] => [name, name, rule]),
];

const flat = (arrays: number[][]) => arrays.flat();
const norm = (values: number[]) => Math.hypot(...values);

describe.each(testedBackends)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  describe.each(cases)('$name', (golden) => {
    const setUp = () => {
      const parameters = golden.params.map((values, i) =>
        tf.variable(tf.tensor(values, golden.paramShapes[i])),
      );
      const x = tf.tensor(golden.x, golden.xShape);
      const y = tf.tensor2d(golden.y, golden.yShape);
      const lossFn = () =>
        tf.tidy(() => {
          const logits = goldenNetworks[golden.name](x, parameters);
          const crossEntropy = tf.neg(tf.mean(tf.sum(tf.mul(y, tf.logSoftmax(logits)), 1)));
          const squares = tf.addN(parameters.map((p) => tf.sum(tf.square(p))));
          return tf.add(crossEntropy, tf.mul(squares, 0.5 * golden.l2)) as tf.Scalar;
        });
      return { parameters, lossFn, dispose: () => tf.dispose([parameters, x, y]) };
    };

    test('every rule of the reference file is checked', () => {
      const checked = new Set(rules.map(([, reference]) => reference));
      expect(Object.keys(golden.rules).filter((name) => !checked.has(name))).toEqual([]);
    });

    test.each(rules)('%s gives the reference gradient', (_, reference, rule) => {
      const { parameters, lossFn, dispose } = setUp();
      const { loss, gradients, diagnostics } = computeGradient(rule, lossFn, parameters, {
        step: 0,
      });
      const expected = flat(reference ? golden.rules[reference] : golden.gradient);
      const actual = parameters.flatMap(({ name }) => Array.from(gradients[name].dataSync()));
      const difference = norm(actual.map((value, i) => value - expected[i]));
      expect(difference / norm(expected)).toBeLessThan(1e-4);
      expect(loss.dataSync()[0] / golden.loss).toBeCloseTo(1, 5);
      expect(diagnostics.gradientNorm / golden.gradientNorm).toBeCloseTo(1, 4);
      parameters.forEach((parameter, i) => {
        expect(Array.from(parameter.dataSync())).toEqual(golden.params[i].map(Math.fround));
      });
      tf.dispose([loss, gradients]);
      dispose();
    });
  });
});
