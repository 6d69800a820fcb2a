import { number } from '@gnp/options';
import { along, defineRule, gradient } from '../kit.js';

/**
 * Sharpness-aware minimisation: g = ∇L(θ + ρ g₁/‖g₁‖), with g₁ = ∇L(θ). Two passes a step, one where
 * ρ = 0. It is `gnp` with r = ρ and α = 1.
 *
 * Foret, Kleiner, Mobahi and Neyshabur, "Sharpness-Aware Minimization for Efficiently Improving
 * Generalization", ICLR 2021, arXiv 2010.01412.
 */
export const sam = defineRule({
  name: 'sam',
  title: 'Sharpness-aware minimisation',
  paper: 'Foret et al., ICLR 2021, arXiv 2010.01412',
  formula: 'g = ∇L(θ + ρ g₁/‖g₁‖)',
  use: 'The best known rule of the family; `gnp` with α = 1.',
  options: { rho: number('radius of the neighbourhood; 0.05 to 0.2') },
  *step({ rho }) {
    const g1 = yield* gradient();
    return rho === 0 ? g1 : yield* gradient(along(g1, rho));
  },
});
