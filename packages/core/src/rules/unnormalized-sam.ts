import { number } from '@gnp/options';
import { by, defineRule, gradient } from '../kit.js';

/**
 * Sharpness-aware minimisation without the norm: g = ∇L(θ + ρ g₁), with g₁ = ∇L(θ). Two passes a step,
 * one where ρ = 0. It is `forwardDifference` with γ = ε = ρ.
 *
 * Andriushchenko and Flammarion, "Towards Understanding Sharpness-Aware Minimization", ICML 2022,
 * arXiv 2206.06232.
 */
export const unnormalizedSam = defineRule({
  name: 'unnormalized-sam',
  title: 'SAM without normalisation',
  paper: 'Andriushchenko and Flammarion, ICML 2022, arXiv 2206.06232',
  formula: 'g = ∇L(θ + ρ g₁)',
  use: 'Where theory is to be followed; the perturbation shrinks with the gradient.',
  options: { rho: number('step of the ascent along the gradient') },
  *step({ rho }) {
    const g1 = yield* gradient();
    return rho === 0 ? g1 : yield* gradient(by(g1, rho));
  },
});
