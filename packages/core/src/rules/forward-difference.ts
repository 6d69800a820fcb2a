import type { GradientRule } from '../gradient-rule.js';
import { ruleRecord } from '../records/rule-record.js';
import { differencePaper, differenceRecord, oneSidedDifference } from './difference.js';
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
  return oneSidedDifference('forward-difference', options, 1);
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
