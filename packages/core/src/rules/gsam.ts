import { checkConstant, valueAt } from '@gnp/warmup';
import type { NumberOrSchedule } from '@gnp/warmup';
import type { GradientRule } from '../gradient-rule.js';
import { ruleRecord } from '../records/rule-record.js';
import { innerProductValue } from '../named-tensors.js';
import { perturbed } from './combination.js';

/** Options of {@link gsam}. */
export interface GsamOptions {
  /** Radius of the neighbourhood, ≥ 0; the paper lets it follow the learning rate. */
  readonly rho: NumberOrSchedule;
  /** Weight of the ascent that closes the surrogate gap, ≥ 0. Default 0.4. */
  readonly alpha?: NumberOrSchedule;
}

/**
 * Surrogate-gap guided sharpness-aware minimisation: descends on the perturbed loss and, across it, on
 * the gap between both,
 *
 * g = g₂ - α g₁⊥, with g₂ = ∇L(θ + ρ g₁/‖g₁‖) and g₁⊥ = g₁ - ⟨g₁, g₂⟩/‖g₂‖² g₂.
 *
 * Two passes a step; α = 0 is SAM.
 *
 * Zhuang et al., "Surrogate Gap Minimization Improves Sharpness-Aware Training", ICLR 2022,
 * arXiv 2203.08065.
 *
 * @throws RangeError if rho or alpha is negative or not finite
 */
export function gsam({ rho, alpha = 0.4 }: GsamOptions): GradientRule {
  checkConstant(rho, 'rho');
  checkConstant(alpha, 'alpha');
  return {
    name: 'gsam',
    passes: () => 2,
    apply(call) {
      const { oracle, step } = call;
      const values = { rho: valueAt(rho, step, 'rho'), alpha: valueAt(alpha, step, 'alpha') };
      const first = oracle();
      const second = oracle({ direction: first.gradients, radius: values.rho });
      const squared = second.gradientNorm ** 2;
      const along =
        squared > 0 ? innerProductValue(first.gradients, second.gradients) / squared : 0;
      return perturbed(
        call,
        first,
        second,
        [
          [1 + values.alpha * along, second.gradients],
          [-values.alpha, first.gradients],
        ],
        values,
      );
    },
  };
}

export const gsamRecord = ruleRecord<GsamOptions>({
  name: 'gsam',
  title: 'Surrogate-gap guided SAM',
  paper: 'Zhuang et al., ICLR 2022, arXiv 2203.08065',
  formula: 'g = g₂ - α g₁⊥, g₁⊥ = g₁ - ⟨g₁, g₂⟩/‖g₂‖² g₂, g₂ = ∇L(θ + ρ g₁/‖g₁‖)',
  passes: '2',
  options: {
    rho: { number: 'radius of the neighbourhood' },
    alpha: { number: 'weight of the ascent across g₂', default: 0.4 },
  },
  use: 'Vision transformers and long schedules, with ρ falling as the learning rate does.',
  make: gsam,
});
