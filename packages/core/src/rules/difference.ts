import { checkConstant, valueAt } from '@gnp/warmup';
import type { NumberOrSchedule } from '@gnp/warmup';

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

/** What the options mean, for records. */
export const differenceRecord = {
  gamma: { number: 'strength of the penalty (γ/2)‖∇L‖²; 1e-4 to 1e-1' },
  epsilon: { number: 'step of the difference along the gradient, above 0; 0.01 to 0.5' },
} as const;

/** Where all three come from. */
export const differencePaper = 'Karakida et al., ICML 2023, arXiv 2210.02720';
