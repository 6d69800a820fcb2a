import { by, defineRule, gradient, mix } from '../kit.js';
import { difference } from './difference.js';

/**
 * Penalises the squared norm of the gradient, L(θ) + (γ/2)‖∇L(θ)‖², by a central difference:
 *
 * g = g₁ + γ [∇L(θ + ε g₁) - ∇L(θ - ε g₁)]/2ε, with g₁ = ∇L(θ).
 *
 * Three passes a step, one where γ = 0. For ε → 0 it is `doubleBackprop({ gamma })`, with an error
 * of order ε².
 *
 * Karakida et al., ICML 2023, arXiv 2210.02720, treat the one-sided differences; this is their mean.
 */
export const centralDifference = defineRule({
  ...difference,
  name: 'central-difference',
  title: 'Squared norm penalty, central difference',
  formula: 'g = g₁ + γ [∇L(θ + ε g₁) - ∇L(θ - ε g₁)]/2ε',
  use: 'Close to the exact penalty on networks without second derivatives.',
  *step({ gamma, epsilon }) {
    const g1 = yield* gradient();
    if (gamma === 0) return g1;
    const ahead = yield* gradient(by(g1, epsilon));
    const behind = yield* gradient(by(g1, -epsilon));
    const weight = gamma / (2 * epsilon);
    return mix([1, g1], [weight, ahead], [-weight, behind]);
  },
});
