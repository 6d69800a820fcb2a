import { number } from '@gnp/options';
import { across, along, defineRule, gradient, mix } from '../kit.js';

/**
 * Gradient norm aware minimisation, by four gradients: with x̂ = x/‖x‖,
 *
 * - g₀ = ∇L(θ) and g₁ = ∇L(θ + ρ' ĝ₀)
 * - where the gradient norm is largest, θₐ = θ + ρ h/‖h‖ with h = g₁ - g₀: g₂ = ∇L(θₐ) and
 *   g₃ = ∇L(θₐ + ρ' ĝ₂)
 * - g = d - γ p⊥, with d = β₁ g₁ + β₃ g₃, and p⊥ the part of p = g₀ + β₂ g₂ across d
 *
 * Four passes a step. β₁ = 1, β₃ = γ = 0 is SAM with radius ρ'.
 *
 * Zhang et al., "Gradient Norm Aware Minimization Seeks First-Order Flatness and Improves
 * Generalization", CVPR 2023, arXiv 2303.03108, in the accelerated form of the authors' code.
 */
export const gam = defineRule({
  name: 'gam',
  title: 'Gradient norm aware minimisation',
  paper: 'Zhang et al., CVPR 2023, arXiv 2303.03108',
  formula:
    "g = d - γ p⊥, d = β₁ g₁ + β₃ g₃, p = g₀ + β₂ g₂ (g₀…g₃ at θ, θ + ρ' ĝ₀, θₐ, θₐ + ρ' ĝ₂)",
  use: 'First-order flatness, the largest gradient norm around; twice the cost of SAM.',
  note: "The accelerated form of the authors' code.",
  options: {
    rho: number('radius in which the gradient norm is maximised', { default: 0.2 }),
    rhoPrime: number('radius of the ascent on the loss', { default: 0.02 }),
    beta1: number('weight of g₁', { default: 0.5 }),
    beta2: number('weight of g₂ beside g₀', { default: 0.5 }),
    beta3: number('weight of g₃', { default: 0.5 }),
    gamma: number('weight of the ascent across the result', { default: 0.03 }),
  },
  *step({ rho, rhoPrime, beta1, beta2, beta3, gamma }) {
    const g0 = yield* gradient();
    const g1 = yield* gradient(along(g0, rhoPrime));
    const adversary = along(mix([1, g1], [-1, g0]), rho);
    const g2 = yield* gradient(adversary);
    const g3 = yield* gradient(adversary, along(g2, rhoPrime));
    const descent = mix([beta1, g1], [beta3, g3]);
    return mix([1, descent], [-gamma, across(mix([1, g0], [beta2, g2]), descent)]);
  },
});
