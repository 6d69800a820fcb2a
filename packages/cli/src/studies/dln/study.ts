import { sparseRegression } from './data.js';
import type { RegressionOptions } from './data.js';
import type { StudyRule } from './descent.js';
import { runDescent } from './run.js';
import type { RunOptions } from './run.js';

/** One setting of the study: a problem, how it is trained, and the rules compared on it. */
export interface Setting {
  readonly title: string;
  readonly problem: Omit<RegressionOptions, 'seed'>;
  readonly training: Omit<RunOptions, keyof StudyRule>;
  readonly rules: readonly StudyRule[];
}

/** What a rule comes to in a setting, as means over the seeds. */
export interface Row extends StudyRule {
  readonly loss: number;
  /** ‖β - β*‖². */
  readonly error: number;
  /** Standard deviation of the error over the seeds. */
  readonly errorDeviation: number;
  /** ‖β‖₁. */
  readonly l1: number;
  /** Geometric mean of the effective initialisation, and of what theory says of it. */
  readonly effectiveAlpha: number;
  readonly predictedAlpha: number;
  /** How many of the seeds diverged; they are left out of the means. */
  readonly diverged: number;
}

const rules = (gamma: number, epsilons: readonly [number, ...number[]]): StudyRule[] => [
  { rule: 'gd', gamma: 0, epsilon: 0 },
  { rule: 'backward-difference', gamma, epsilon: epsilons[0] },
  { rule: 'double-backprop', gamma, epsilon: 0 },
  ...epsilons.map((epsilon) => ({ rule: 'forward-difference', gamma, epsilon }) as const),
];

const small = { examples: 10, dimensions: 20, nonZero: 3 };
const large = { examples: 50, dimensions: 100, nonZero: 5 };
const uncentred = { mean: Math.sqrt(5), variance: 5 };
const centred = { mean: 0, variance: 1 };

/** The settings of `--quick`: seconds. */
export const quickSettings: readonly Setting[] = [
  {
    title: 'uncentred inputs, N(√5, 5), 10 examples of 20 dimensions',
    problem: { ...small, ...uncentred },
    training: { alpha0: 0.1, learningRate: 2e-3, steps: 20_000 },
    rules: rules(0.02, [0.02, 0.05]),
  },
  {
    title: 'centred inputs, N(0, 1), 10 examples of 20 dimensions',
    problem: { ...small, ...centred },
    training: { alpha0: 0.3, learningRate: 1e-2, steps: 20_000 },
    rules: rules(0.2, [0.05, 0.2]),
  },
];

/** The settings of the whole study: minutes. */
export const fullSettings: readonly Setting[] = [
  {
    title: 'uncentred inputs, N(√5, 5), 50 examples of 100 dimensions',
    problem: { ...large, ...uncentred },
    training: { alpha0: 0.1, learningRate: 2e-3, steps: 60_000 },
    rules: rules(0.02, [0.02, 0.05, 0.1]),
  },
  {
    title: 'uncentred inputs, N(5, 5), 50 examples of 100 dimensions',
    problem: { ...large, mean: 5, variance: 5 },
    training: { alpha0: 0.1, learningRate: 5e-4, steps: 60_000 },
    rules: rules(0.005, [0.005, 0.01, 0.02]),
  },
  {
    title: 'centred inputs, N(0, 1), 50 examples of 100 dimensions',
    problem: { ...large, ...centred },
    training: { alpha0: 0.3, learningRate: 1e-2, steps: 60_000 },
    rules: rules(0.2, [0.05, 0.2, 0.5]),
  },
];

/** Trains by each rule of a setting on each seed's problem. */
export function studyRows({ problem, training, rules }: Setting, seeds: readonly number[]): Row[] {
  const problems = seeds.map((seed) => sparseRegression({ ...problem, seed }));
  return rules.map((rule) => {
    const all = problems.map((one) => runDescent(one, { ...training, ...rule }));
    const results = all.filter(({ diverged }) => !diverged);
    const ends = results.map(({ trace }) => trace[trace.length - 1]);
    const errors = ends.map(({ betaError }) => betaError);
    return {
      ...rule,
      loss: mean(ends.map((end) => end.loss)),
      error: mean(errors),
      errorDeviation: deviation(errors),
      l1: mean(ends.map(({ betaL1 }) => betaL1)),
      effectiveAlpha: mean(results.map((result) => geometricMean(result.effectiveAlpha))),
      predictedAlpha: mean(results.map((result) => geometricMean(result.predictedEffectiveAlpha))),
      diverged: all.length - results.length,
    };
  });
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function deviation(values: readonly number[]): number {
  const average = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - average) ** 2)));
}

function geometricMean(values: Float64Array): number {
  return Math.exp(mean(Array.from(values, Math.log)));
}
