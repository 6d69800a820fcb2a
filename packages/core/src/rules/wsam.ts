import { number } from '@gnp/options';
import { along, defineRule, gradient, mix } from '../kit.js';

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
 */
export const wsam = defineRule({
  name: 'wsam',
  title: 'Weighted SAM',
  paper: 'Yue et al., KDD 2023, arXiv 2305.15817',
  formula: 'g = g₁ + γ/(1-γ) (∇L(θ + ρ g₁/‖g₁‖) - g₁)',
  use: 'Stronger than SAM: γ = 0.9 follows the perturbed gradient 9 times.',
  note: "The coupled form; the decoupled one is a step behind the optimizer's, not a gradient.",
  options: {
    rho: number('radius of the neighbourhood; 0.05'),
    gamma: number('weight of the sharpness; 0.8 to 0.95', { default: 0.9, least: 0, below: 1 }),
  },
  *step({ rho, gamma }) {
    const g1 = yield* gradient();
    const g2 = yield* gradient(along(g1, rho));
    const weight = gamma / (1 - gamma);
    return mix([1 - weight, g1], [weight, g2]);
  },
});
