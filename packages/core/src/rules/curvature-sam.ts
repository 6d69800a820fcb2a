import { checkConstant, valueAt } from '@gnp/warmup';
import type { NumberOrSchedule } from '@gnp/warmup';
import type { GradientRule } from '../gradient-rule.js';
import { ruleRecord } from '../records/rule-record.js';
import { perturbed } from './combination.js';

/** Options of {@link curvatureSam}. */
export interface CurvatureSamOptions {
  /** Radius of the neighbourhood, ≥ 0. Default 0.1, the paper's. */
  readonly rho?: NumberOrSchedule;
  /** Weight of the curvature along the gradient, ≥ 0. Default 0.1. */
  readonly gamma?: NumberOrSchedule;
  /** Weight of the slope between both perturbed points, ≥ 0. Default 0.01. */
  readonly beta?: NumberOrSchedule;
}

/**
 * SAM with a penalty of the curvature, from the worst and the best point of the neighbourhood:
 *
 * g = (1 + γ + β) g₊ + (γ - β) g₋ - 2γ g₁, with g± = ∇L(θ ± ρ g₁/‖g₁‖).
 *
 * Three passes a step; γ = β = 0 is SAM. Running statistics move with the first pass only.
 *
 * Wu, Luo and Wunsch, "CR-SAM: Curvature Regularized Sharpness-Aware Minimization", AAAI 2024,
 * arXiv 2312.13555.
 *
 * @throws RangeError if an option is negative or not finite
 */
export function curvatureSam({
  rho = 0.1,
  gamma = 0.1,
  beta = 0.01,
}: CurvatureSamOptions = {}): GradientRule {
  const options = { rho, gamma, beta };
  for (const [name, value] of Object.entries(options)) checkConstant(value, name);
  return {
    name: 'curvature-sam',
    passes: () => 3,
    apply(call) {
      const { oracle, step } = call;
      const values = {
        rho: valueAt(rho, step, 'rho'),
        gamma: valueAt(gamma, step, 'gamma'),
        beta: valueAt(beta, step, 'beta'),
      };
      const first = oracle();
      const worst = oracle({ direction: first.gradients, radius: values.rho });
      const best = oracle({ direction: first.gradients, radius: -values.rho });
      return perturbed(
        call,
        first,
        worst,
        [
          [1 + values.gamma + values.beta, worst.gradients],
          [values.gamma - values.beta, best.gradients],
          [-2 * values.gamma, first.gradients],
        ],
        values,
      );
    },
  };
}

export const curvatureSamRecord = ruleRecord<CurvatureSamOptions>({
  name: 'curvature-sam',
  title: 'Curvature-regularised SAM (CR-SAM)',
  paper: 'Wu et al., AAAI 2024, arXiv 2312.13555',
  formula: 'g = (1 + γ + β) g₊ + (γ - β) g₋ - 2γ g₁, g± = ∇L(θ ± ρ g₁/‖g₁‖)',
  passes: '3',
  options: {
    rho: { number: 'radius of the neighbourhood', default: 0.1 },
    gamma: { number: 'weight of the curvature', default: 0.1 },
    beta: { number: 'weight of the slope between both points', default: 0.01 },
  },
  use: 'Where SAM alone leaves the curvature high; costs a third pass.',
  make: curvatureSam,
});
