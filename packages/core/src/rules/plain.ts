import type { GradientRule } from '../gradient-rule.js';
import { unperturbed } from './combination.js';
import { ruleRecord } from '../records/rule-record.js';

/** The gradient of the loss itself, g = ∇L(θ): one pass. */
export function plain(): GradientRule {
  return {
    name: 'plain',
    passes: () => 1,
    apply({ oracle }) {
      const first = oracle();
      return unperturbed(first, [[1, first.gradients]], {});
    },
  };
}

export const plainRecord = ruleRecord({
  name: 'plain',
  title: 'Plain training',
  formula: 'g = ∇L(θ)',
  passes: '1',
  options: {},
  use: 'The baseline that every other rule is compared with.',
  make: () => plain(),
});
