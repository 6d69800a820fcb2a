import { abs, add, mean, sub } from '@tensorflow/tfjs-core';
import type { Scalar } from '@tensorflow/tfjs-core';
import { number } from '@gnp/options';
import { defineRule, gradientOf } from '../kit.js';

/**
 * Keeps the loss of each example from falling below a level, by the loss mean |ℓᵢ - b| + b. One pass a
 * step. The loss function must return the losses of the examples [batch], not their mean; a penalty
 * that it gives apart is not flooded.
 *
 * Xie et al., "iFlood: A Stable and Effective Regularizer", ICLR 2022.
 */
export const iFlooding = defineRule({
  name: 'i-flooding',
  title: 'Flooding of each example (iFlood)',
  paper: 'Xie et al., ICLR 2022',
  formula: 'g = mean of sign(ℓᵢ - b) ∇ℓᵢ',
  use: 'As flooding, where single examples should not be fitted too far.',
  options: { level: number("flood level b of each example's loss; 0 to 0.2") },
  step: ({ level }) => gradientOf((losses) => add<Scalar>(mean(abs(sub(losses, level))), level)),
});
