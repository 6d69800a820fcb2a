import { by, defineRule, gradient, mix } from '../kit.js';
import { difference } from './difference.js';

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
 */
export const forwardDifference = defineRule({
  ...difference,
  name: 'forward-difference',
  title: 'Squared norm penalty, forward difference (F-GR)',
  formula: 'g = g₁ + γ [∇L(θ + ε g₁) - g₁]/ε',
  use: 'The penalty of ICML 2023; large ε has an implicit bias of its own, which helps.',
  *step({ gamma, epsilon }) {
    const g1 = yield* gradient();
    if (gamma === 0) return g1;
    const ahead = yield* gradient(by(g1, epsilon));
    return mix([1 - gamma / epsilon, g1], [gamma / epsilon, ahead]);
  },
});
