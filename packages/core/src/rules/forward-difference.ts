import type { GradientRule } from '../gradient-rule.js';
import { ruleRecord } from '../records/rule-record.js';
import { perturbed, unperturbed } from './combination.js';
import { checkDifference, differenceAt, differencePaper, differenceRecord } from './difference.js';
import type { DifferenceOptions } from './difference.js';

/**
 * Penalises the squared norm of the gradient, L(θ) + (γ/2)‖∇L(θ)‖², by a forward difference (F-GR):
 *
 * g = g₁ + γ [∇L(θ + ε g₁) - g₁]/ε, with g₁ = ∇L(θ).
 *
 * Two passes a step, one where γ = 0. With γ = ε it is `unnormalizedSam`; with ε = r/‖g₁‖ and
 * γ = αε it is `gnp`. For ε → 0 it is `doubleBackprop({ gamma })`, with an error of order ε.
 *
 * Karakida, Takase, Hayase and Osawa, "Understanding Gradient Regularization in Deep Learning:
 * Efficient Finite-Difference Computation and Implicit Bias", ICML 2023, arXiv 2210.02720.
 *
 * @throws RangeError if gamma is negative, epsilon not above 0, or either not finite
 */
export function forwardDifference(options: DifferenceOptions): GradientRule {
  checkDifference(options);
  return {
    name: 'forward-difference',
    passes: (step) => (differenceAt(options, step).gamma > 0 ? 2 : 1),
    apply(call) {
      const values = differenceAt(options, call.step);
      const first = call.oracle();
      const { gradients } = first;
      if (values.gamma === 0) return unperturbed(first, [[1, gradients]], values);
      const weight = values.gamma / values.epsilon;
      const second = call.oracle({ direction: gradients, scale: values.epsilon });
      return perturbed(
        call,
        first,
        second,
        [
          [1 - weight, gradients],
          [weight, second.gradients],
        ],
        values,
      );
    },
  };
}

export const forwardDifferenceRecord = ruleRecord({
  name: 'forward-difference',
  title: 'Squared norm penalty, forward difference (F-GR)',
  paper: differencePaper,
  formula: 'g = g₁ + γ [∇L(θ + ε g₁) - g₁]/ε',
  passes: '2',
  options: differenceRecord,
  use: 'The penalty of ICML 2023; large ε has an implicit bias of its own, which helps.',
  make: forwardDifference,
});
