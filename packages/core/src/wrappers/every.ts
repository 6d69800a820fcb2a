import type { GradientRule } from '../gradient-rule.js';
import { sometimes } from './sometimes.js';

/**
 * Follows a rule at every k-th step, the first included, and the plain gradient in between: 1 + (p - 1)/k
 * passes a step, where the rule takes p.
 *
 * @throws RangeError if k is not a whole number ≥ 1
 */
export function every(k: number, rule: GradientRule): GradientRule {
  if (!Number.isInteger(k) || k < 1) {
    throw new RangeError(`every needs a whole number of steps of at least 1, got ${k}.`);
  }
  const isTurn = (step: number) => step % k === 0;
  return {
    ...sometimes(rule, ({ step }) => isTurn(step)),
    passes: (step) => (isTurn(step) ? rule.passes(step) : 1),
  };
}
