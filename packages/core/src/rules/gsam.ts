import { number } from '@gnp/options';
import { across, along, defineRule, gradient, mix } from '../kit.js';

/**
 * Surrogate-gap guided sharpness-aware minimisation: descends on the perturbed loss and, across it, on
 * the gap between both,
 *
 * g = g₂ - α g₁⊥, with g₂ = ∇L(θ + ρ g₁/‖g₁‖) and g₁⊥ = g₁ - ⟨g₁, g₂⟩/‖g₂‖² g₂.
 *
 * Two passes a step; α = 0 is SAM.
 *
 * Zhuang et al., "Surrogate Gap Minimization Improves Sharpness-Aware Training", ICLR 2022,
 * arXiv 2203.08065.
 */
export const gsam = defineRule({
  name: 'gsam',
  title: 'Surrogate-gap guided SAM',
  paper: 'Zhuang et al., ICLR 2022, arXiv 2203.08065',
  formula: 'g = g₂ - α g₁⊥, g₁⊥ = g₁ - ⟨g₁, g₂⟩/‖g₂‖² g₂, g₂ = ∇L(θ + ρ g₁/‖g₁‖)',
  use: 'Vision transformers and long schedules, with ρ falling as the learning rate does.',
  options: {
    rho: number('radius of the neighbourhood'),
    alpha: number('weight of the ascent across g₂', { default: 0.4 }),
  },
  *step({ rho, alpha }) {
    const g1 = yield* gradient();
    const g2 = yield* gradient(along(g1, rho));
    return mix([1, g2], [-alpha, across(g1, g2)]);
  },
});
