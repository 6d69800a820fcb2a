import { checkConstant, valueAt } from '@gnp/options';
import type { NumberOrSchedule } from '@gnp/options';
import { draw, gradient } from '../contract/request.js';
import { checkSaveable } from '../contract/rule-config.js';
import type { Rule } from '../contract/rule.js';

const share = { least: 0, most: 1 };

/**
 * Follows a rule with probability p, else the plain gradient: the hybrid training of the papers' code.
 * 1 + p (q - 1) passes a step on average, where the rule takes q. Which it is depends on the step's
 * seed alone. Periods of the rule itself are counted in steps, also in those without a turn: they hold
 * on average, and no count has to be saved.
 *
 * @param p probability, 0 to 1, or a schedule of it
 * @throws RangeError if p is outside [0, 1]
 */
export function randomly(p: NumberOrSchedule, rule: Rule): Rule {
  checkConstant(p, 'p', share);
  return {
    ...rule,
    *run(turn) {
      const isTurn = (yield* draw('randomly')) < valueAt(p, turn.step, 'p', share);
      return isTurn ? yield* rule.run(turn) : { follow: yield* gradient(), remember: {} };
    },
    config() {
      checkSaveable(`'p' of 'randomly'`, p);
      return { name: 'randomly', options: { p }, rule: rule.config() };
    },
  };
}
