import { abs, add, mean, sub } from '@tensorflow/tfjs-core';
import type { Scalar } from '@tensorflow/tfjs-core';
import { checkConstant, valueAt } from '@gnp/warmup';
import type { GradientRule } from '../gradient-rule.js';
import { ruleRecord } from '../records/rule-record.js';
import { unperturbed } from './combination.js';
import type { FloodingOptions } from './flooding.js';

/**
 * Keeps the loss of each example from falling below a level, by the loss mean |ℓᵢ - b| + b. One pass a
 * step. The loss function must return the losses of the examples [batch], not their mean.
 *
 * Xie et al., "iFlood: A Stable and Effective Regularizer", ICLR 2022.
 *
 * @throws RangeError if the level is negative or not finite
 */
export function iFlooding({ level }: FloodingOptions): GradientRule {
  checkConstant(level, 'level');
  return {
    name: 'i-flooding',
    passes: () => 1,
    apply({ oracle, step }) {
      const values = { level: valueAt(level, step, 'level') };
      const first = oracle.perExample(
        (losses) => add(mean(abs(sub(losses, values.level))), values.level) as Scalar,
      );
      return unperturbed(first, [[1, first.gradients]], values);
    },
  };
}

export const iFloodingRecord = ruleRecord({
  name: 'i-flooding',
  title: 'Flooding of each example (iFlood)',
  paper: 'Xie et al., ICLR 2022',
  formula: 'g = mean of sign(ℓᵢ - b) ∇ℓᵢ',
  passes: '1',
  options: { level: { number: "flood level b of each example's loss; 0 to 0.2" } },
  use: 'As flooding, where single examples should not be fitted too far.',
  make: iFlooding,
});
