import { number } from '@gnp/options';
import { along, defineRule, gradient, mix } from '../kit.js';

/**
 * SAM with a penalty of the curvature, from the worst and the best point of the neighbourhood:
 *
 * g = (1 + γ + β) g₊ + (γ - β) g₋ - 2γ g₁, with g± = ∇L(θ ± ρ g₁/‖g₁‖).
 *
 * Three passes a step; γ = β = 0 is SAM. Running statistics move with the first pass only.
 *
 * Wu, Luo and Wunsch, "CR-SAM: Curvature Regularized Sharpness-Aware Minimization", AAAI 2024,
 * arXiv 2312.13555.
 */
export const curvatureSam = defineRule({
  name: 'curvature-sam',
  title: 'Curvature-regularised SAM (CR-SAM)',
  paper: 'Wu et al., AAAI 2024, arXiv 2312.13555',
  formula: 'g = (1 + γ + β) g₊ + (γ - β) g₋ - 2γ g₁, g± = ∇L(θ ± ρ g₁/‖g₁‖)',
  use: 'Where SAM alone leaves the curvature high; costs a third pass.',
  options: {
    rho: number('radius of the neighbourhood', { default: 0.1 }),
    gamma: number('weight of the curvature', { default: 0.1 }),
    beta: number('weight of the slope between both points', { default: 0.01 }),
  },
  *step({ rho, gamma, beta }) {
    const g1 = yield* gradient();
    const worst = yield* gradient(along(g1, rho));
    const best = yield* gradient(along(g1, -rho));
    return mix([1 + gamma + beta, worst], [gamma - beta, best], [-2 * gamma, g1]);
  },
});
