import { foldIn, randomStream } from '@gnp/random';
import type { Regression } from './network.js';

/** A sparse regression problem. */
export interface RegressionOptions {
  readonly examples: number;
  readonly dimensions: number;
  /** How many of the true weights are not 0. */
  readonly nonZero: number;
  /** Mean μ and variance σ² of the inputs' entries; the theory's effect needs μ ≠ 0. */
  readonly mean: number;
  readonly variance: number;
  readonly seed: number;
}

/** Inputs x ~ N(μ, σ²), targets y = Xβ* without noise, β* with `nonZero` entries of 1/√nonZero. */
export function sparseRegression(options: RegressionOptions): Regression {
  const { examples, dimensions, nonZero, mean, variance, seed } = options;
  const random = randomStream(foldIn(seed, 'diagonal linear network'));
  const deviation = Math.sqrt(variance);
  const x = Array.from({ length: examples }, () =>
    Float64Array.from({ length: dimensions }, () => mean + deviation * random.normal()),
  );
  const truth = Float64Array.from({ length: dimensions }, (_, i) =>
    i < nonZero ? 1 / Math.sqrt(nonZero) : 0,
  );
  const y = Float64Array.from(x, (row) => row.reduce((sum, value, i) => sum + value * truth[i], 0));
  return { x, y, truth };
}
