import { checkConstant, valueAt } from '@gnp/warmup';
import type { NumberOrSchedule } from '@gnp/warmup';
import type { GradientRule } from '../gradient-rule.js';
import { ruleRecord } from '../records/rule-record.js';
import { combine, copyOf, globalNorm, innerProductValue } from '../named-tensors.js';
import { asSlot, slotOf, zeroSlot } from '../slots.js';
import { perturbed, unperturbed } from './combination.js';

/** Options of {@link lookSam}. */
export interface LookSamOptions {
  /** Radius of the neighbourhood, ≥ 0. */
  readonly rho: NumberOrSchedule;
  /** Takes a full SAM step every so many steps, ≥ 1. Default 5, the paper's. */
  readonly every?: number;
  /** Weight of the remembered direction in between, ≥ 0. Default 0.7, the paper's. */
  readonly alpha?: NumberOrSchedule;
}

/**
 * SAM every k steps, and its direction remembered in between:
 *
 * - every k steps g = g₂ = ∇L(θ + ρ g₁/‖g₁‖), and v = g₂ - ⟨g₁, g₂⟩/‖g₁‖² g₁ is remembered
 * - otherwise g = g₁ + α ‖g₁‖/‖v‖ v
 *
 * 1 + 1/k passes a step on average. All norms are over all parameters together. k = 1 is SAM.
 * State: `direction/…`.
 *
 * Liu et al., "Towards Efficient and Scalable Sharpness-Aware Minimization", CVPR 2022,
 * arXiv 2203.02714.
 *
 * @throws RangeError if rho or alpha is negative or not finite, or `every` not a whole number ≥ 1
 */
export function lookSam({ rho, every = 5, alpha = 0.7 }: LookSamOptions): GradientRule {
  checkConstant(rho, 'rho');
  checkConstant(alpha, 'alpha');
  if (!Number.isInteger(every) || every < 1) {
    throw new RangeError(`every must be a whole number of at least 1, got ${every}.`);
  }
  const looks = (step: number) => step % every === 0;
  return {
    name: 'look-sam',
    passes: (step) => (looks(step) ? 2 : 1),
    init: (parameters) => zeroSlot('direction', parameters),
    apply(call) {
      const { oracle, step, state } = call;
      const values = { rho: valueAt(rho, step, 'rho'), alpha: valueAt(alpha, step, 'alpha') };
      const first = oracle();
      const { gradients, gradientNorm } = first;
      if (!looks(step)) {
        const direction = slotOf(state, 'direction');
        const norm = globalNorm(direction);
        const weight = norm > 0 ? (values.alpha * gradientNorm) / norm : 0;
        const terms = [[1, gradients] as const, [weight, copyOf(direction)] as const];
        return { ...unperturbed(first, terms, values), state: copyOf(state) };
      }
      const second = oracle({ direction: gradients, radius: values.rho });
      const along =
        gradientNorm > 0 ? innerProductValue(gradients, second.gradients) / gradientNorm ** 2 : 0;
      const direction = combine([
        [1, copyOf(second.gradients)],
        [-along, copyOf(gradients)],
      ]);
      return {
        ...perturbed(call, first, second, [[1, second.gradients]], values),
        state: { ...copyOf(state), ...asSlot('direction', direction) },
      };
    },
  };
}

export const lookSamRecord = ruleRecord<LookSamOptions>({
  name: 'look-sam',
  title: 'LookSAM',
  paper: 'Liu et al., CVPR 2022, arXiv 2203.02714',
  formula: 'every k steps g = g₂; else g = g₁ + α ‖g₁‖/‖v‖ v, v = g₂ - ⟨g₁, g₂⟩/‖g₁‖² g₁',
  passes: '1 + 1/k',
  options: {
    rho: { number: 'radius of the neighbourhood' },
    every: { integer: 'steps from one SAM step to the next', default: 5, min: 1 },
    alpha: { number: 'weight of the remembered direction', default: 0.7 },
  },
  use: 'SAM for little more than plain training, with large batches.',
  note: 'Norms are global, as in the paper; a well-known package takes them tensor by tensor.',
  make: lookSam,
});
