import type { GradientRule } from '../gradient-rule.js';
import { ruleRecord } from '../records/rule-record.js';
import { differencePaper, differenceRecord, oneSidedDifference } from './difference.js';
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
  return oneSidedDifference('backward-difference', options, -1);
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
