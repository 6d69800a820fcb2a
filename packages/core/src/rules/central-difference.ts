import type { GradientRule } from '../gradient-rule.js';
import { ruleRecord } from '../records/rule-record.js';
import { perturbed, unperturbed } from './combination.js';
import { checkDifference, differenceAt, differencePaper, differenceRecord } from './difference.js';
import type { DifferenceOptions } from './difference.js';

/**
 * Penalises the squared norm of the gradient, L(θ) + (γ/2)‖∇L(θ)‖², by a central difference:
 *
 * g = g₁ + γ [∇L(θ + ε g₁) - ∇L(θ - ε g₁)]/2ε, with g₁ = ∇L(θ).
 *
 * Three passes a step, one where γ = 0. For ε → 0 it is `doubleBackprop({ gamma })`, with an error
 * of order ε².
 *
 * Karakida et al., ICML 2023, arXiv 2210.02720, treat the one-sided differences; this is their mean.
 *
 * @throws RangeError if gamma is negative, epsilon not above 0, or either not finite
 */
export function centralDifference(options: DifferenceOptions): GradientRule {
  checkDifference(options);
  return {
    name: 'central-difference',
    passes: (step) => (differenceAt(options, step).gamma > 0 ? 3 : 1),
    apply(call) {
      const values = differenceAt(options, call.step);
      const first = call.oracle();
      const { gradients } = first;
      if (values.gamma === 0) return unperturbed(first, [[1, gradients]], values);
      const weight = values.gamma / (2 * values.epsilon);
      const ahead = call.oracle({ direction: gradients, scale: values.epsilon });
      const behind = call.oracle({ direction: gradients, scale: -values.epsilon });
      return perturbed(
        call,
        first,
        ahead,
        [
          [1, gradients],
          [weight, ahead.gradients],
          [-weight, behind.gradients],
        ],
        values,
      );
    },
  };
}

export const centralDifferenceRecord = ruleRecord({
  name: 'central-difference',
  title: 'Squared norm penalty, central difference',
  paper: differencePaper,
  formula: 'g = g₁ + γ [∇L(θ + ε g₁) - ∇L(θ - ε g₁)]/2ε',
  passes: '3',
  options: differenceRecord,
  use: 'Close to the exact penalty on networks without second derivatives.',
  make: centralDifference,
});
