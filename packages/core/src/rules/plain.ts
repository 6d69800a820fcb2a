import { defineRule, gradient } from '../kit.js';

/** The gradient of the loss itself, g = ∇L(θ): one pass. */
export const plain = defineRule({
  name: 'plain',
  title: 'Plain training',
  formula: 'g = ∇L(θ)',
  use: 'The baseline that every other rule is compared with.',
  options: {},
  step: () => gradient(),
});
