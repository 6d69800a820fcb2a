import { costOf } from '@gnp/core';
import type { RuleFactory } from '@gnp/core';

/** A small number for what a rule needs: most options are radii and weights. */
const small = 0.05;

/** So many steps show what a rule with a period does in between. */
const steps = 10;

/** What a step of a rule costs in forward and backward passes, in words; plain training takes 1. */
export function passesOf(factory: RuleFactory): string {
  const rule = factory(sampleOptions(factory));
  const costs = Array.from({ length: steps }, (_, step) => costOf(rule, { step }));
  const passes = [...new Set(costs.map((cost) => cost.passes))].sort((a, b) => a - b);
  const text = passes.join(' or ');
  return costs.every(({ exact }) => exact) ? text : `${text} or more`;
}

/** Options with which a rule does all that it can: what it needs, or the first of what it may be given. */
function sampleOptions({ options }: RuleFactory): Record<string, number> {
  const entries = Object.entries(options);
  const needed = entries.filter(([, option]) => option.needed);
  const [optional] = entries.filter(
    ([, { needed, default: value }]) => !needed && value === undefined,
  );
  const given = needed.length === 0 && optional ? [optional] : needed;
  return Object.fromEntries(given.map(([name]) => [name, small]));
}
