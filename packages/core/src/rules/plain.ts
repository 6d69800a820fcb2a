import type { GradientRule } from '../gradient-rule.js';

/** The gradient of the loss itself, g = ∇L(θ): one pass. */
export function plain(): GradientRule {
  return {
    name: 'plain',
    passes: () => 1,
    apply(oracle) {
      const { loss, gradients, gradientNorm } = oracle();
      return { loss, gradients, diagnostics: { gradientNorm, hyperparameters: {} } };
    },
  };
}
