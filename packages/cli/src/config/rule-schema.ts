import { around, definedRules } from '@gnp/core';
import type { RuleFactory } from '@gnp/core';
import { choice, steps } from '@gnp/options';
import type { Options } from '@gnp/options';
import { grWarmupStrategies } from '@gnp/warmup';
import { keysOf, oneOf } from './option-schema.js';

/** The warmups of ICML 2024, of `gnp` alone. */
const warmupOptions = {
  warmup: choice(
    'how the penalty warms up: `r` and `lambda` rise from 0, or the penalty begins afterwards (`zero`)',
    grWarmupStrategies,
    { default: 'none' },
  ),
  warmupSteps: steps('length of that warmup; default: as long as the learning rate warms up', {
    optional: true,
  }),
};

/** What may be set around any rule, by its key. */
export const aroundOptions: Options = Object.fromEntries(
  around.map(({ key, option }) => [key, option]),
);

/** The rules that are defined now, with their options and what may be set around them. */
export function ruleSchema() {
  return oneOf('name', [...definedRules().values()], ({ name, options }: RuleFactory) => ({
    ...keysOf(options),
    ...(name === 'gnp' && keysOf(warmupOptions)),
    ...keysOf(aroundOptions),
  }));
}
