import { checkConstant, valueAt } from '@gnp/warmup';
import type { NumberOrSchedule } from '@gnp/warmup';
import type { GradientRule } from '../gradient-rule.js';
import { ruleRecord } from '../records/rule-record.js';
import { perturbed } from './combination.js';

/** Options of {@link unnormalizedSam}. */
export interface UnnormalizedSamOptions {
  /** Step of the ascent along the gradient, ≥ 0. */
  readonly rho: NumberOrSchedule;
}

/**
 * Sharpness-aware minimisation without the norm: g = ∇L(θ + ρ ∇L(θ)). Two passes a step. It is
 * `forwardDifference` with γ = ε = ρ.
 *
 * Andriushchenko and Flammarion, "Towards Understanding Sharpness-Aware Minimization", ICML 2022,
 * arXiv 2206.06232.
 *
 * @throws RangeError if rho is negative or not finite
 */
export function unnormalizedSam({ rho }: UnnormalizedSamOptions): GradientRule {
  checkConstant(rho, 'rho');
  return {
    name: 'unnormalized-sam',
    passes: () => 2,
    apply(call) {
      const scale = valueAt(rho, call.step, 'rho');
      const first = call.oracle();
      const second = call.oracle({ direction: first.gradients, scale });
      return perturbed(call, first, second, [[1, second.gradients]], { rho: scale });
    },
  };
}

export const unnormalizedSamRecord = ruleRecord({
  name: 'unnormalized-sam',
  title: 'SAM without normalisation',
  paper: 'Andriushchenko and Flammarion, ICML 2022, arXiv 2206.06232',
  formula: 'g = ∇L(θ + ρ g₁)',
  passes: '2',
  options: { rho: { number: 'step of the ascent along the gradient' } },
  use: 'Where theory is to be followed; the perturbation shrinks with the gradient.',
  make: unnormalizedSam,
});
