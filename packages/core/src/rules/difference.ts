import { checkConstant, valueAt } from '@gnp/warmup';
import type { NumberOrSchedule } from '@gnp/warmup';
import type { GradientRule } from '../gradient-rule.js';
import { perturbed, unperturbed } from './combination.js';

/** Options of the finite-difference penalties of the squared gradient norm. */
export interface DifferenceOptions {
  /** Strength γ of the penalty (γ/2)‖∇L‖², ≥ 0. The paper tries 1e-4 to 1e-1. */
  readonly gamma: NumberOrSchedule;
  /** Step ε of the difference along the gradient, > 0. The paper tries 0.01 to 0.5. */
  readonly epsilon: NumberOrSchedule;
}

/** The least ε: a difference needs a step. */
const least = Number.MIN_VALUE;

/** Refuses options that could never be right. */
export function checkDifference({ gamma, epsilon }: DifferenceOptions): void {
  checkConstant(gamma, 'gamma');
  checkConstant(epsilon, 'epsilon', least);
}

/** Both numbers at a step. */
export function differenceAt(
  { gamma, epsilon }: DifferenceOptions,
  step: number,
): { gamma: number; epsilon: number } {
  return {
    gamma: valueAt(gamma, step, 'gamma'),
    epsilon: valueAt(epsilon, step, 'epsilon', least),
  };
}

/**
 * The rule g = g₁ + γ [∇L(θ + h g₁) - g₁]/h with g₁ = ∇L(θ), of both one-sided differences: h is ε times
 * the sign.
 */
export function oneSidedDifference(
  name: string,
  options: DifferenceOptions,
  sign: 1 | -1,
): GradientRule {
  checkDifference(options);
  return {
    name,
    passes: (step) => (differenceAt(options, step).gamma > 0 ? 2 : 1),
    apply(call) {
      const values = differenceAt(options, call.step);
      const first = call.oracle();
      const { gradients } = first;
      if (values.gamma === 0) return unperturbed(first, [[1, gradients]], values);
      const scale = sign * values.epsilon;
      const weight = values.gamma / scale;
      const second = call.oracle({ direction: gradients, scale });
      return perturbed(
        call,
        first,
        second,
        [
          [1 - weight, gradients],
          [weight, second.gradients],
        ],
        values,
      );
    },
  };
}

/** What the options mean, for records. */
export const differenceRecord = {
  gamma: { number: 'strength of the penalty (γ/2)‖∇L‖²; 1e-4 to 1e-1' },
  epsilon: { number: 'step of the difference along the gradient, above 0; 0.01 to 0.5' },
} as const;

/** Where all three come from. */
export const differencePaper = 'Karakida et al., ICML 2023, arXiv 2210.02720';
