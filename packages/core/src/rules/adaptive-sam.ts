import { scalar } from '@tensorflow/tfjs-core';
import { checkConstant, valueAt } from '@gnp/warmup';
import type { NumberOrSchedule } from '@gnp/warmup';
import type { GradientRule } from '../gradient-rule.js';
import { ruleRecord } from '../records/rule-record.js';
import { perturbed, unperturbed } from './combination.js';

/** Options of {@link adaptiveSam}. */
export interface AdaptiveSamOptions {
  /** Radius of the neighbourhood, ≥ 0. */
  readonly rho: NumberOrSchedule;
  /**
   * Threshold c: how many standard deviations above its mean the squared gradient norm must be for a
   * SAM step. Default 0; the paper lets it fall linearly from 1 to -1 over the run.
   */
  readonly threshold?: NumberOrSchedule;
  /** Decay δ of mean and variance, 0 ≤ δ < 1. Default 0.9, the paper's. */
  readonly decay?: number;
}

/**
 * SAM where the landscape is sharp, plain training elsewhere: a SAM step if ‖g₁‖² ≥ μ + c σ, with
 * running estimates μ ← δ μ + (1-δ) ‖g₁‖² and σ² ← δ σ² + (1-δ) (‖g₁‖² - μ)².
 *
 * One or two passes a step. The estimates are corrected for their start at 0, as Adam's are, so that
 * the first step is a SAM step. State: `mean`, `variance` and `steps`, scalars.
 *
 * Jiang et al., "An Adaptive Policy to Employ Sharpness-Aware Minimization" (AE-SAM), ICLR 2023,
 * arXiv 2304.14647.
 *
 * @throws RangeError if rho is negative or not finite, or the decay outside [0, 1)
 */
export function adaptiveSam({ rho, threshold = 0, decay = 0.9 }: AdaptiveSamOptions): GradientRule {
  checkConstant(rho, 'rho');
  checkConstant(threshold, 'threshold', -Infinity);
  if (!(decay >= 0 && decay < 1)) {
    throw new RangeError(`decay must be at least 0 and below 1, got ${decay}.`);
  }
  return {
    name: 'adaptive-sam',
    passes: () => 2,
    init: () => ({ mean: scalar(0), variance: scalar(0), steps: scalar(0) }),
    apply(call) {
      const { oracle, step, state } = call;
      const c = valueAt(threshold, step, 'threshold', -Infinity);
      const values = { rho: valueAt(rho, step, 'rho'), threshold: c };
      const first = oracle();
      const squared = first.gradientNorm ** 2;
      const [mean0, variance0, steps0] = ['mean', 'variance', 'steps'].map(
        (name) => state[name].dataSync()[0],
      );
      const steps = steps0 + 1;
      const weight = (1 - decay) / (1 - decay ** steps); // 1 at the first step
      const mean = mean0 + weight * (squared - mean0);
      const variance = variance0 + weight * ((squared - mean) ** 2 - variance0);
      const next = { mean: scalar(mean), variance: scalar(variance), steps: scalar(steps) };
      if (squared < mean + c * Math.sqrt(variance)) {
        return { ...unperturbed(first, [[1, first.gradients]], values), state: next };
      }
      const second = oracle({ direction: first.gradients, radius: values.rho });
      const result = perturbed(call, first, second, [[1, second.gradients]], values);
      return { ...result, state: next };
    },
  };
}

export const adaptiveSamRecord = ruleRecord<AdaptiveSamOptions>({
  name: 'adaptive-sam',
  title: 'SAM by an adaptive policy (AE-SAM)',
  paper: 'Jiang et al., ICLR 2023, arXiv 2304.14647',
  formula: 'g = ∇L(θ + ρ g₁/‖g₁‖) if ‖g₁‖² ≥ μ + c σ, else g₁',
  passes: '1 or 2',
  options: {
    rho: { number: 'radius of the neighbourhood' },
    threshold: {
      number: 'c, in standard deviations of ‖g₁‖²; the paper goes from 1 to -1',
      default: 0,
      min: -Infinity,
    },
    decay: { share: 'decay of mean and variance of ‖g₁‖²', default: 0.9 },
  },
  use: "About half of SAM's extra cost, at the steps where it matters.",
  make: adaptiveSam,
});
