import { checkConstant, valueAt } from '@gnp/warmup';
import type { NumberOrSchedule } from '@gnp/warmup';
import type { GradientRule } from '../gradient-rule.js';
import { ruleRecord } from '../records/rule-record.js';
import { perturbed, unperturbed } from './combination.js';

/** Options of {@link gnp}. */
export interface GnpOptions {
  /** Radius of the perturbation, in units of the parameters, ≥ 0. The papers use 0.1 on CIFAR, 0.05 on ImageNet. */
  readonly r: NumberOrSchedule;
  /** Weight of the perturbed gradient, ≥ 0: the penalty coefficient over the radius, λ/r. The papers use 0.8. */
  readonly alpha: NumberOrSchedule;
  /**
   * Mixes the *unit* gradient instead of the gradient, g = (1-α) g₁/‖g₁‖ + α g₂, as the papers'
   * research code does by default. Default false: the papers' formula.
   */
  readonly normalizeFirst?: boolean;
}

/**
 * Penalises the norm of the gradient, L(θ) + λ‖∇L(θ)‖, by a finite difference:
 *
 * g = (1-α) g₁ + α g₂, with g₁ = ∇L(θ) and g₂ = ∇L(θ + r g₁/‖g₁‖), α = λ/r.
 *
 * Two passes a step. α = 1 is SAM with ρ = r. r = 0 is plain training at one pass, and so is α = 0
 * (which with `normalizeFirst` follows the unit gradient). A zero gradient perturbs by nothing.
 *
 * Zhao, Zhang and Hu, "Penalizing Gradient Norm for Efficiently Improving Generalization in Deep
 * Learning", ICML 2022, arXiv 2202.03599.
 *
 * @throws RangeError if r or alpha is negative or not finite
 */
export function gnp({ r, alpha, normalizeFirst = false }: GnpOptions): GradientRule {
  checkConstant(r, 'r');
  checkConstant(alpha, 'alpha');
  const radiusAt = (step: number) => valueAt(r, step, 'r');
  const weightAt = (step: number) => valueAt(alpha, step, 'alpha');

  return {
    name: 'gnp',
    passes: (step) => (radiusAt(step) > 0 && weightAt(step) > 0 ? 2 : 1),
    apply(call) {
      const { oracle, step } = call;
      const values = { r: radiusAt(step), alpha: weightAt(step) };
      const [radius, weight] = [values.r, values.alpha];
      const first = oracle();
      const { gradients, gradientNorm } = first;
      const unit = normalizeFirst && radius > 0;
      const scale = unit ? (gradientNorm > 0 ? 1 / gradientNorm : 0) : 1;
      if (radius === 0) return unperturbed(first, [[1, gradients]], values);
      if (weight === 0) return unperturbed(first, [[scale, gradients]], values);

      const second = oracle({ direction: gradients, radius });
      return perturbed(
        call,
        first,
        second,
        [
          [(1 - weight) * scale, gradients],
          [weight, second.gradients],
        ],
        values,
      );
    },
  };
}

export const gnpRecord = ruleRecord({
  name: 'gnp',
  title: 'Gradient norm penalty',
  paper: 'Zhao, Zhang and Hu, ICML 2022, arXiv 2202.03599',
  formula: 'g = (1-α) g₁ + α ∇L(θ + r g₁/‖g₁‖)',
  passes: '2',
  options: {
    r: { number: 'radius of the perturbation; 0.1 on CIFAR, 0.05 on ImageNet' },
    alpha: { number: 'weight of the perturbed gradient, λ/r; the papers use 0.8' },
    normalizeFirst: {
      boolean: 'mix g₁/‖g₁‖ in place of g₁, as the research code does',
      default: false,
    },
  },
  use: 'The rule to begin with; with r-, lambda- or zero-warmup for adaptive optimizers (ICML 2024).',
  make: gnp,
});
