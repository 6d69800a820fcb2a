import { scalar } from '@tensorflow/tfjs-core';
import type { GradientRule } from '../gradient-rule.js';
import { copyOf } from '../named-tensors.js';
import { NonFiniteGradientError } from '../non-finite-error.js';

/** Options of {@link skipNonFinite}. */
export interface SkipNonFiniteOptions {
  /** How many steps in a row may be skipped; the next one throws. Default 10. */
  readonly limit?: number;
}

/** The slot that counts the steps skipped in a row. */
const counter = 'skipped';

/**
 * Skips a step whose gradient is infinite or NaN, instead of stopping: no parameter gets a gradient,
 * the rule's state and running statistics stay, and the diagnostics say `skipped`. The loss is then
 * that of the pass that failed. State: `skipped`, the steps skipped in a row.
 *
 * @throws NonFiniteGradientError after `limit` skipped steps in a row
 * @throws RangeError if the limit is not a whole number ≥ 1
 */
export function skipNonFinite(
  rule: GradientRule,
  { limit = 10 }: SkipNonFiniteOptions = {},
): GradientRule {
  if (!Number.isInteger(limit) || limit < 1) {
    throw new RangeError(`limit must be a whole number of at least 1, got ${limit}.`);
  }
  return {
    ...rule,
    init: (parameters) => ({ ...rule.init?.(parameters), [counter]: scalar(0) }),
    apply(call) {
      const { [counter]: skipped, ...state } = call.state;
      try {
        const result = rule.apply({ ...call, state });
        return { ...result, state: { ...result.state, [counter]: scalar(0) } };
      } catch (error) {
        const inRow = skipped.dataSync()[0] + 1;
        if (!(error instanceof NonFiniteGradientError) || inRow > limit) throw error;
        return {
          loss: scalar(error.loss),
          gradients: {},
          diagnostics: { gradientNorm: NaN, skipped: true, hyperparameters: {} },
          state: { ...copyOf(state), [counter]: scalar(inRow) },
        };
      }
    },
  };
}
