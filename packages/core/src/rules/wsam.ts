import { checkConstant, valueAt } from '@gnp/warmup';
import type { NumberOrSchedule } from '@gnp/warmup';
import type { GradientRule } from '../gradient-rule.js';
import { ruleRecord } from '../records/rule-record.js';
import { perturbed } from './combination.js';

/** Options of {@link wsam}. */
export interface WsamOptions {
  /** Radius of the neighbourhood, ≥ 0. The paper uses 0.05. */
  readonly rho: NumberOrSchedule;
  /** Weight of the sharpness, 0 ≤ γ < 1. Default 0.9, the paper's; it tries 0.8 to 0.95. */
  readonly gamma?: NumberOrSchedule;
}

/**
 * Weighted sharpness-aware minimisation: the sharpness as a weighted part of the loss,
 *
 * g = g₁ + γ/(1-γ) (g₂ - g₁), with g₂ = ∇L(θ + ρ g₁/‖g₁‖).
 *
 * Two passes a step; γ = ½ is SAM, and it is `gnp` with r = ρ and α = γ/(1-γ). This is the paper's
 * coupled form. Its other form adds the sharpness behind the optimizer's own step, which a gradient
 * cannot express.
 *
 * Yue et al., "Sharpness-Aware Minimization Revisited: Weighted Sharpness as a Regularization Term",
 * KDD 2023, arXiv 2305.15817.
 *
 * @throws RangeError if rho is negative, gamma is outside [0, 1), or either not finite
 */
export function wsam({ rho, gamma = 0.9 }: WsamOptions): GradientRule {
  checkConstant(rho, 'rho');
  if (typeof gamma === 'number') checkShare(gamma);
  return {
    name: 'wsam',
    passes: () => 2,
    apply(call) {
      const { oracle, step } = call;
      const share = checkShare(valueAt(gamma, step, 'gamma'));
      const values = { rho: valueAt(rho, step, 'rho'), gamma: share };
      const weight = share / (1 - share);
      const first = oracle();
      const second = oracle({ direction: first.gradients, radius: values.rho });
      return perturbed(
        call,
        first,
        second,
        [
          [1 - weight, first.gradients],
          [weight, second.gradients],
        ],
        values,
      );
    },
  };
}

function checkShare(gamma: number): number {
  if (gamma >= 0 && gamma < 1) return gamma;
  throw new RangeError(`gamma must be at least 0 and below 1, got ${gamma}.`);
}

export const wsamRecord = ruleRecord<WsamOptions>({
  name: 'wsam',
  title: 'Weighted SAM',
  paper: 'Yue et al., KDD 2023, arXiv 2305.15817',
  formula: 'g = g₁ + γ/(1-γ) (∇L(θ + ρ g₁/‖g₁‖) - g₁)',
  passes: '2',
  options: {
    rho: { number: 'radius of the neighbourhood; 0.05' },
    gamma: { number: 'weight of the sharpness, below 1; 0.8 to 0.95', default: 0.9 },
  },
  use: 'Stronger than SAM: γ = 0.9 follows the perturbed gradient 9 times.',
  note: "The coupled form; the decoupled one is a step behind the optimizer's, not a gradient.",
  make: wsam,
});
