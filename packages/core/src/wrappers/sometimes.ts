import type { GradientRule, RuleCall } from '../gradient-rule.js';
import { copyOf } from '../named-tensors.js';
import { plain } from '../rules/plain.js';

/** Follows a rule where `isTurn` says so, the plain gradient otherwise, when the state stays. */
export function sometimes(rule: GradientRule, isTurn: (call: RuleCall) => boolean): GradientRule {
  const otherwise = plain();
  return {
    ...rule,
    apply: (call) =>
      isTurn(call) ? rule.apply(call) : { ...otherwise.apply(call), state: copyOf(call.state) },
  };
}
