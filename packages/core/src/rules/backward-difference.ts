import type { GradientRule } from '../gradient-rule.js';
import { ruleRecord } from '../records/rule-record.js';
import { perturbed, unperturbed } from './combination.js';
import { checkDifference, differenceAt, differencePaper, differenceRecord } from './difference.js';
import type { DifferenceOptions } from './difference.js';

/**
 * Penalises the squared norm of the gradient, L(θ) + (γ/2)‖∇L(θ)‖², by a backward difference (B-GR):
 *
 * g = g₁ + γ [g₁ - ∇L(θ - ε g₁)]/ε, with g₁ = ∇L(θ).
 *
 * Two passes a step, one where γ = 0; `forwardDifference` with -ε in place of ε.
 *
 * Karakida et al., ICML 2023, arXiv 2210.02720.
 *
 * @throws RangeError if gamma is negative, epsilon not above 0, or either not finite
 */
export function backwardDifference(options: DifferenceOptions): GradientRule {
  checkDifference(options);
  return {
    name: 'backward-difference',
    passes: (step) => (differenceAt(options, step).gamma > 0 ? 2 : 1),
    apply(call) {
      const values = differenceAt(options, call.step);
      const first = call.oracle();
      const { gradients } = first;
      if (values.gamma === 0) return unperturbed(first, [[1, gradients]], values);
      const weight = values.gamma / values.epsilon;
      const second = call.oracle({ direction: gradients, scale: -values.epsilon });
      return perturbed(
        call,
        first,
        second,
        [
          [1 + weight, gradients],
          [-weight, second.gradients],
        ],
        values,
      );
    },
  };
}

export const backwardDifferenceRecord = ruleRecord({
  name: 'backward-difference',
  title: 'Squared norm penalty, backward difference (B-GR)',
  paper: differencePaper,
  formula: 'g = g₁ + γ [g₁ - ∇L(θ - ε g₁)]/ε',
  passes: '2',
  options: differenceRecord,
  use: 'To compare with the forward difference; trains at smaller γ only.',
  make: backwardDifference,
});
