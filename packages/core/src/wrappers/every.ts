import { checkCount } from '@gnp/options';
import { gradient } from '../contract/request.js';
import type { Rule } from '../contract/rule.js';

/**
 * Follows a rule at every k-th step, the first included, and the plain gradient in between: 1 + (p - 1)/k
 * passes a step, where the rule takes p. Periods of the rule itself are counted in its own turns, and
 * what it remembers stays in between.
 *
 * @throws RangeError if k is not a whole number ≥ 1
 */
export function every(k: number, rule: Rule): Rule {
  checkCount('every', k);
  return {
    ...rule,
    *run(turn) {
      if (turn.turn % k > 0) return { follow: yield* gradient(), remember: {} };
      return yield* rule.run({ ...turn, turn: turn.turn / k });
    },
    config: () => ({ name: 'every', options: { k }, rule: rule.config() }),
  };
}
