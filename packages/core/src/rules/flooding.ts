import { checkConstant, valueAt } from '@gnp/warmup';
import type { NumberOrSchedule } from '@gnp/warmup';
import type { GradientRule } from '../gradient-rule.js';
import { ruleRecord } from '../records/rule-record.js';
import { unperturbed } from './combination.js';

/** Options of {@link flooding} and `iFlooding`. */
export interface FloodingOptions {
  /** The flood level b, ≥ 0: what the loss should not fall below. The paper tries 0 to 0.2. */
  readonly level: NumberOrSchedule;
}

/**
 * Keeps the loss from falling below a level, by the loss |L - b| + b: descends above the level, ascends
 * below it, g = sign(L(θ) - b) ∇L(θ). One pass a step.
 *
 * With learning rate η an ascent step followed by a descent step moves θ by -η² [∇L(θ + η∇L) -
 * ∇L(θ)]/η: one step on the difference that `forwardDifference` with ε = η adds (Karakida et al.,
 * ICML 2023).
 *
 * Ishida et al., "Do We Need Zero Training Loss After Achieving Zero Training Error?", ICML 2020,
 * arXiv 2002.08709.
 *
 * @throws RangeError if the level is negative or not finite
 */
export function flooding({ level }: FloodingOptions): GradientRule {
  checkConstant(level, 'level');
  return {
    name: 'flooding',
    passes: () => 1,
    apply({ oracle, step }) {
      const values = { level: valueAt(level, step, 'level') };
      const first = oracle();
      const sign = Math.sign(first.loss.dataSync()[0] - values.level);
      return unperturbed(first, [[sign, first.gradients]], values);
    },
  };
}

export const floodingRecord = ruleRecord({
  name: 'flooding',
  title: 'Flooding',
  paper: 'Ishida et al., ICML 2020, arXiv 2002.08709',
  formula: 'g = sign(L(θ) - b) g₁',
  passes: '1',
  options: { level: { number: 'flood level b of the loss; 0 to 0.2' } },
  use: 'Penalises the gradient norm at the cost of plain training, once the loss has reached the level.',
  make: flooding,
});
