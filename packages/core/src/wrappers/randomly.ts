import { checkConstant, valueAt } from '@gnp/warmup';
import type { NumberOrSchedule } from '@gnp/warmup';
import { foldIn, randomStream } from '@gnp/random';
import type { GradientRule } from '../gradient-rule.js';
import { sometimes } from './sometimes.js';

/**
 * Follows a rule with probability p, else the plain gradient: the hybrid training of the papers' code.
 * 1 + p (q - 1) passes a step on average, where the rule takes q. Which it is depends on the step's
 * seed alone.
 *
 * @param p probability, 0 to 1, or a schedule of it
 * @throws RangeError if p is outside [0, 1]
 */
export function randomly(p: NumberOrSchedule, rule: GradientRule): GradientRule {
  checkConstant(p, 'p');
  const probabilityAt = (step: number) => {
    const value = valueAt(p, step, 'p');
    if (value > 1) throw new RangeError(`p must be at most 1, got ${value}.`);
    return value;
  };
  if (typeof p === 'number') probabilityAt(0);
  return sometimes(rule, ({ seed, step }) =>
    randomStream(foldIn(seed, 'randomly')).bernoulli(probabilityAt(step)),
  );
}
