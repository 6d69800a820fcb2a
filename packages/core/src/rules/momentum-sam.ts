import { checkConstant, valueAt } from '@gnp/warmup';
import type { NumberOrSchedule } from '@gnp/warmup';
import type { GradientRule } from '../gradient-rule.js';
import { ruleRecord } from '../records/rule-record.js';
import { combine, copyOf } from '../named-tensors.js';
import { asSlot, slotOf, zeroSlot } from '../slots.js';
import { unperturbed } from './combination.js';

/** Options of {@link momentumSam}. */
export interface MomentumSamOptions {
  /** Radius of the perturbation, ≥ 0. The authors use 0.3 to 3. */
  readonly rho: NumberOrSchedule;
  /** Decay μ of the momentum, 0 ≤ μ < 1. Default 0.9. */
  readonly momentum?: number;
}

/**
 * Perturbs along the momentum, which costs no pass: v ← μ v + g, g = ∇L(θ - ρ v/‖v‖) with the v of the
 * step before. One pass a step. The sign is that of the authors' code: against the accumulated
 * gradients, as Nesterov's look-ahead is. The loss is that of the perturbed point, the only one that
 * is evaluated. State: `momentum/…`.
 *
 * Becker, Altrock and Risse, "Momentum-SAM: Sharpness Aware Minimization without Computational
 * Overhead", 2024, arXiv 2401.12033.
 *
 * @throws RangeError if rho is negative or not finite, or the momentum outside [0, 1)
 */
export function momentumSam({ rho, momentum = 0.9 }: MomentumSamOptions): GradientRule {
  checkConstant(rho, 'rho');
  if (!(momentum >= 0 && momentum < 1)) {
    throw new RangeError(`momentum must be at least 0 and below 1, got ${momentum}.`);
  }
  return {
    name: 'momentum-sam',
    passes: () => 1,
    init: (parameters) => zeroSlot('momentum', parameters),
    apply({ oracle, step, state }) {
      const values = { rho: valueAt(rho, step, 'rho') };
      const velocity = slotOf(state, 'momentum');
      const only = oracle({ direction: velocity, radius: -values.rho });
      const next = combine([
        [momentum, copyOf(velocity)],
        [1, copyOf(only.gradients)],
      ]);
      return {
        ...unperturbed(only, [[1, only.gradients]], values),
        state: asSlot('momentum', next),
      };
    },
  };
}

export const momentumSamRecord = ruleRecord<MomentumSamOptions>({
  name: 'momentum-sam',
  title: 'Momentum-SAM',
  paper: 'Becker et al., 2024, arXiv 2401.12033',
  formula: 'g = ∇L(θ - ρ v/‖v‖), v ← μ v + g',
  passes: '1',
  options: {
    rho: { number: 'radius of the perturbation; 0.3 to 3' },
    momentum: { share: 'decay μ of the momentum', default: 0.9 },
  },
  use: 'Where a second pass is too dear.',
  note: 'Loss and gradient norm are those of the perturbed point, the only one evaluated.',
  make: momentumSam,
});
