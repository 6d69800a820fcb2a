import type { GradientRule } from '../gradient-rule.js';
import { combine } from '../named-tensors.js';
import { checkConstant, valueAt } from '@gnp/warmup';
import type { NumberOrSchedule } from '@gnp/warmup';
import { plain } from './plain.js';

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
  const unperturbed = plain();

  return {
    name: 'gnp',
    passes: (step) => (radiusAt(step) > 0 && weightAt(step) > 0 ? 2 : 1),
    apply(oracle, step) {
      const hyperparameters = { r: radiusAt(step), alpha: weightAt(step) };
      const radius = hyperparameters.r;
      const weight = hyperparameters.alpha;
      const needsUnit = normalizeFirst && radius > 0;
      if (radius === 0 || (weight === 0 && !needsUnit)) {
        const result = unperturbed.apply(oracle, step);
        return { ...result, diagnostics: { ...result.diagnostics, hyperparameters } };
      }

      const first = oracle();
      const { loss, gradientNorm } = first;
      const toUnit = gradientNorm > 0 ? 1 / gradientNorm : 0;
      const firstWeight = (1 - weight) * (normalizeFirst ? toUnit : 1);
      if (weight === 0) {
        const gradients = combine([[firstWeight, first.gradients]]);
        return { loss, gradients, diagnostics: { gradientNorm, hyperparameters } };
      }

      const second = oracle({ direction: first.gradients, scale: radius * toUnit });
      return {
        loss,
        gradients: combine([
          [firstWeight, first.gradients],
          [weight, second.gradients],
        ]),
        diagnostics: {
          gradientNorm,
          perturbedGradientNorm: second.gradientNorm,
          perturbedLoss: second.loss.dataSync()[0],
          hyperparameters,
        },
      };
    },
  };
}
