import { checkConstant, valueAt } from '@gnp/warmup';
import type { NumberOrSchedule } from '@gnp/warmup';
import type { GradientRule } from '../gradient-rule.js';
import { ruleRecord } from '../records/rule-record.js';
import { combine } from '../named-tensors.js';

/** Options of {@link doubleBackprop}: one of the two. */
export type DoubleBackpropOptions =
  /** Strength γ of the penalty (γ/2)‖∇L‖², ≥ 0. */
  | { readonly gamma: NumberOrSchedule; readonly lambda?: undefined }
  /** Strength λ of the penalty λ‖∇L‖, ≥ 0. */
  | { readonly lambda: NumberOrSchedule; readonly gamma?: undefined };

/**
 * Penalises the norm of the gradient exactly, by differentiating the gradient, H being the Hessian:
 *
 * - `gamma`: L(θ) + (γ/2)‖∇L(θ)‖² and g = ∇L + γ H∇L
 * - `lambda`: L(θ) + λ‖∇L(θ)‖ and g = ∇L + λ H∇L/‖∇L‖; a gradient of 0 is penalised by nothing
 *
 * About three passes a step and the memory of both graphs; one pass where the strength is 0.
 *
 * Drucker and Le Cun, "Improving generalization performance using double backpropagation", 1992;
 * compared with finite differences by Karakida et al., ICML 2023, arXiv 2210.02720. `lambda` is the
 * objective that Zhao et al., ICML 2022, approximate by `gnp`.
 *
 * @throws RangeError if the strength is negative or not finite, or if both or none are given
 */
export function doubleBackprop(options: DoubleBackpropOptions): GradientRule {
  const { gamma, lambda } = options;
  if ((gamma === undefined) === (lambda === undefined)) {
    throw new RangeError('doubleBackprop takes either gamma (squared norm) or lambda (norm).');
  }
  const [name, strength] =
    gamma === undefined ? (['lambda', lambda] as const) : (['gamma', gamma] as const);
  checkConstant(strength as NumberOrSchedule, name);
  const strengthAt = (step: number) => valueAt(strength as NumberOrSchedule, step, name);
  return {
    name: 'double-backprop',
    passes: (step) => (strengthAt(step) > 0 ? 3 : 1),
    apply({ oracle, step }) {
      const value = strengthAt(step);
      const hyperparameters = { [name]: value };
      if (value === 0) {
        const { loss, gradients, gradientNorm } = oracle();
        return { loss, gradients, diagnostics: { gradientNorm, hyperparameters } };
      }
      const { loss, gradients, gradientNorm, hessianGradient, selectedNorm } = oracle.withHessian();
      const toUnit = selectedNorm > 0 ? 1 / selectedNorm : 0;
      const weight = name === 'gamma' ? value : value * toUnit;
      return {
        loss,
        gradients: combine([
          [1, gradients],
          [weight, hessianGradient],
        ]),
        diagnostics: { gradientNorm, hyperparameters },
      };
    },
  };
}

export const doubleBackpropRecord = ruleRecord<{
  gamma?: NumberOrSchedule;
  lambda?: NumberOrSchedule;
}>({
  name: 'double-backprop',
  title: 'Exact penalty by double backpropagation (DB)',
  paper: 'Drucker and Le Cun, 1992; Karakida et al., ICML 2023, arXiv 2210.02720',
  formula: 'g = g₁ + γ H g₁, or g = g₁ + λ H g₁/‖g₁‖',
  passes: '3',
  options: {
    gamma: { number: 'strength of (γ/2)‖∇L‖²; this or lambda', optional: true },
    lambda: { number: 'strength of λ‖∇L‖; this or gamma', optional: true },
  },
  use: 'As the reference that finite differences approximate; with smooth activations.',
  note:
    'Needs second derivatives of every operation of the loss; where one is missing it says so. Three ' +
    'passes count the operations alone: it also takes the memory of both graphs, and works without ' +
    'fused kernels.',
  make: (options) => doubleBackprop(options as DoubleBackpropOptions),
});
