import { checkCount } from '@gnp/options';
import { constant } from './constant.js';
import { join } from './join.js';
import { linear } from './linear.js';
import type { Schedule } from './schedule.js';

/** Names of the warmups of the gradient-norm penalty. */
export const grWarmupStrategies = ['none', 'r', 'lambda', 'zero'] as const;

/** One of {@link grWarmupStrategies}. */
export type GrWarmupStrategy = (typeof grWarmupStrategies)[number];

/** Options of {@link grWarmup}. */
export interface GrWarmupOptions {
  /** Radius of the perturbation after the warmup. */
  readonly r: number;
  /** Weight of the perturbed gradient after the warmup, λ/r. */
  readonly alpha: number;
  /** Length of the warmup; 0 turns it off. */
  readonly warmupSteps: number;
}

/** The hyper-parameters of `gnp` as schedules. */
export interface GrSchedules {
  readonly r: Schedule;
  readonly alpha: Schedule;
}

/**
 * Warms the gradient-norm penalty λ = αr up while adaptive optimizers settle:
 *
 * - `none`: r and α constant
 * - `r`: r rises linearly from 0, α constant
 * - `lambda`: α rises linearly from 0, r constant
 * - `zero`: r and α are 0 during the warmup, so that a step is plain and costs one pass; then the full
 *   penalty
 *
 * Zhao et al., "When Will Gradient Regularization Be Harmful?", ICML 2024, arXiv 2406.09723.
 *
 * @throws RangeError if the strategy is unknown or a number is impossible
 */
export function grWarmup(
  strategy: GrWarmupStrategy,
  { r, alpha, warmupSteps }: GrWarmupOptions,
): GrSchedules {
  checkCount('warmupSteps', warmupSteps, 0);
  const ramp = (to: number) => linear({ from: 0, to, steps: warmupSteps });
  const after = (to: number) => join([constant(0), constant(to)], [warmupSteps]);
  switch (strategy) {
    case 'none':
      return { r: constant(r), alpha: constant(alpha) };
    case 'r':
      return { r: ramp(r), alpha: constant(alpha) };
    case 'lambda':
      return { r: constant(r), alpha: ramp(alpha) };
    case 'zero':
      return { r: after(r), alpha: after(alpha) };
    default:
      throw new RangeError(
        `Unknown warmup '${strategy}'; it is one of ${grWarmupStrategies.join(', ')}.`,
      );
  }
}
