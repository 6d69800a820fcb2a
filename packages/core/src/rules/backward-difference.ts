import { by, defineRule, gradient, mix } from '../kit.js';
import { difference } from './difference.js';

/**
 * Penalises the squared norm of the gradient, L(θ) + (γ/2)‖∇L(θ)‖², by a backward difference (B-GR):
 *
 * g = g₁ + γ [g₁ - ∇L(θ - ε g₁)]/ε, with g₁ = ∇L(θ).
 *
 * Two passes a step, one where γ = 0; `forwardDifference` with -ε in place of ε.
 *
 * Karakida et al., ICML 2023, arXiv 2210.02720.
 */
export const backwardDifference = defineRule({
  ...difference,
  name: 'backward-difference',
  title: 'Squared norm penalty, backward difference (B-GR)',
  formula: 'g = g₁ + γ [g₁ - ∇L(θ - ε g₁)]/ε',
  use: 'To compare with the forward difference; trains at smaller γ only.',
  *step({ gamma, epsilon }) {
    const g1 = yield* gradient();
    if (gamma === 0) return g1;
    const behind = yield* gradient(by(g1, -epsilon));
    return mix([1 + gamma / epsilon, g1], [-gamma / epsilon, behind]);
  },
});
