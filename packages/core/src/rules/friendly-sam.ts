import { checkConstant, valueAt } from '@gnp/warmup';
import type { NumberOrSchedule } from '@gnp/warmup';
import type { GradientRule } from '../gradient-rule.js';
import { ruleRecord } from '../records/rule-record.js';
import { combine, copyOf } from '../named-tensors.js';
import { asSlot, slotOf, zeroSlot } from '../slots.js';
import { perturbed } from './combination.js';

/** Options of {@link friendlySam}. */
export interface FriendlySamOptions {
  /** Radius of the neighbourhood, ≥ 0. The paper uses 0.2 on CIFAR-100. */
  readonly rho: NumberOrSchedule;
  /** How much of the mean gradient is taken out of the perturbation, ≥ 0. Default 1. */
  readonly sigma?: NumberOrSchedule;
  /** Decay λ of the mean, 0 ≤ λ < 1. Default 0.6; the paper tries 0.6 to 0.95. */
  readonly decay?: number;
}

/**
 * Perturbs along the noise of the mini-batch alone, the gradient less its running mean:
 *
 * m ← λ m + (1-λ) g₁, d = g₁ - σ m, g = ∇L(θ + ρ d/‖d‖), with g₁ = ∇L(θ).
 *
 * Two passes a step; σ = 0 is SAM. State: `mean/…`.
 *
 * Li et al., "Friendly Sharpness-Aware Minimization", CVPR 2024, arXiv 2403.12350.
 *
 * @throws RangeError if rho or sigma is negative or not finite, or the decay outside [0, 1)
 */
export function friendlySam({ rho, sigma = 1, decay = 0.6 }: FriendlySamOptions): GradientRule {
  checkConstant(rho, 'rho');
  checkConstant(sigma, 'sigma');
  if (!(decay >= 0 && decay < 1)) {
    throw new RangeError(`decay must be at least 0 and below 1, got ${decay}.`);
  }
  return {
    name: 'friendly-sam',
    passes: () => 2,
    init: (parameters) => zeroSlot('mean', parameters),
    apply(call) {
      const { oracle, step, state } = call;
      const values = { rho: valueAt(rho, step, 'rho'), sigma: valueAt(sigma, step, 'sigma') };
      const first = oracle();
      const mean = combine([
        [decay, copyOf(slotOf(state, 'mean'))],
        [1 - decay, copyOf(first.gradients)],
      ]);
      const direction = combine([
        [1, copyOf(first.gradients)],
        [-values.sigma, copyOf(mean)],
      ]);
      const second = oracle({ direction, radius: values.rho });
      return {
        ...perturbed(call, first, second, [[1, second.gradients]], values),
        state: asSlot('mean', mean),
      };
    },
  };
}

export const friendlySamRecord = ruleRecord<FriendlySamOptions>({
  name: 'friendly-sam',
  title: 'Friendly SAM',
  paper: 'Li et al., CVPR 2024, arXiv 2403.12350',
  formula: 'm ← λ m + (1-λ) g₁, d = g₁ - σ m, g = ∇L(θ + ρ d/‖d‖)',
  passes: '2',
  options: {
    rho: { number: 'radius of the neighbourhood; 0.2 on CIFAR-100' },
    sigma: { number: 'how much of the mean gradient is taken out', default: 1 },
    decay: { share: 'decay λ of the mean; 0.6 to 0.95', default: 0.6 },
  },
  use: 'As SAM; less sensitive to the radius.',
  note:
    'The mean includes the present gradient, as in the paper; published code takes the mean before ' +
    'it, or averages g₁ - σ m by mistake.',
  make: friendlySam,
});
