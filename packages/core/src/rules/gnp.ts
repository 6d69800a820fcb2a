import { flag, number } from '@gnp/options';
import { along, defineRule, gradient, mix, unit } from '../kit.js';

/**
 * Penalises the norm of the gradient, L(θ) + λ‖∇L(θ)‖, by a finite difference:
 *
 * g = (1-α) g₁ + α g₂, with g₁ = ∇L(θ) and g₂ = ∇L(θ + r g₁/‖g₁‖), α = λ/r.
 *
 * Two passes a step; one where r or α is 0, which is plain training. α = 1 is SAM with ρ = r. With
 * `normalizeFirst` the unit gradient stands in place of g₁, except where both r and α are 0.
 *
 * Zhao, Zhang and Hu, "Penalizing Gradient Norm for Efficiently Improving Generalization in Deep
 * Learning", ICML 2022, arXiv 2202.03599.
 */
export const gnp = defineRule({
  name: 'gnp',
  title: 'Gradient norm penalty',
  paper: 'Zhao, Zhang and Hu, ICML 2022, arXiv 2202.03599',
  formula: 'g = (1-α) g₁ + α ∇L(θ + r g₁/‖g₁‖)',
  use: 'The rule to begin with; with r-, lambda- or zero-warmup for adaptive optimizers (ICML 2024).',
  options: {
    r: number('radius of the perturbation; 0.1 on CIFAR, 0.05 on ImageNet'),
    alpha: number('weight of the perturbed gradient, λ/r; the papers use 0.8'),
    normalizeFirst: flag('mix g₁/‖g₁‖ in place of g₁, as the research code does', {
      default: false,
    }),
  },
  *step({ r, alpha, normalizeFirst }) {
    const g1 = yield* gradient();
    if (r === 0 && (alpha === 0 || !normalizeFirst)) return g1;
    const first = normalizeFirst ? unit(g1) : g1;
    if (alpha === 0) return first;
    const g2 = r === 0 ? g1 : yield* gradient(along(g1, r));
    return mix([1 - alpha, first], [alpha, g2]);
  },
});
