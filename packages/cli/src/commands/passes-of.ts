import { costOf } from '@gnp/core';
import type { RuleFactory } from '@gnp/core';

/** A small number for what a rule needs: most options are radii and weights. */
const small = 0.05;

/** So many steps show what a rule with a period does in between. */
const steps = 10;

/** What a step of a rule costs in forward and backward passes; plain training takes 1. */
export interface CostInPasses {
  /** What a step may cost, ascending. */
  readonly passes: readonly number[];
  /** Whether a step may cost more than that. */
  readonly orMore: boolean;
}

/** What steps of a rule cost that does all that it can. */
export function costInPasses(factory: RuleFactory): CostInPasses {
  const rule = factory(sampleOptions(factory));
  const costs = Array.from({ length: steps }, (_, step) => costOf(rule, { step }));
  return {
    passes: [...new Set(costs.map((cost) => cost.passes))].sort((a, b) => a - b),
    orMore: !costs.every(({ exact }) => exact),
  };
}

/** The same in words. */
export function passesOf(factory: RuleFactory): string {
  const { passes, orMore } = costInPasses(factory);
  return `${passes.join(' or ')}${orMore ? ' or more' : ''}`;
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
