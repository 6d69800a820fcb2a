import { around, definedRules } from '@gnp/core';
import type { Around, Rule, RuleFactory } from '@gnp/core';
import { suggest } from '@gnp/options';
import { grWarmup } from '@gnp/warmup';
import { inSteps } from '../config/in-steps.js';
import { aroundOptions } from '../config/rule-schema.js';
import type { Config } from '../config/schema.js';
import { UsageError } from '../usage-error.js';

/**
 * The gradient rule that a configuration names, and what is set around it.
 *
 * @throws UsageError if its options contradict one another
 */
export function buildRule(config: Config, stepsPerEpoch: number): Rule {
  const { name, warmup = 'none', warmupEpochs, warmupSteps, ...given } = config.rule;
  const factory = definedRules().get(name);
  if (!factory) {
    throw new UsageError(`There is no rule '${name}'.${suggest(name, [...definedRules().keys()])}`);
  }
  const options = inSteps(factory.options, given, stepsPerEpoch);
  if (warmup !== 'none') {
    const { r, alpha } = options;
    if (typeof r !== 'number' || typeof alpha !== 'number') {
      throw new UsageError(`'rule.warmup' needs plain numbers for 'rule.r' and 'rule.alpha'.`);
    }
    const own = lengthOf({ warmupEpochs, warmupSteps }, stepsPerEpoch);
    const length = own ?? lengthOf(config.learningRate, stepsPerEpoch) ?? 0;
    Object.assign(options, grWarmup(warmup, { r, alpha, warmupSteps: length }));
  }
  return checked(factory, options, inSteps(aroundOptions, given, stepsPerEpoch));
}

/** Of a warmup, in steps, if it is said. */
function lengthOf(
  {
    warmupEpochs,
    warmupSteps,
  }: { warmupEpochs?: number | undefined; warmupSteps?: number | undefined },
  stepsPerEpoch: number,
): number | undefined {
  return warmupEpochs === undefined ? warmupSteps : Math.round(warmupEpochs * stepsPerEpoch);
}

/** What rules and wrappers say of impossible options is the user's business. */
function checked(
  factory: RuleFactory,
  options: Record<string, unknown>,
  wrappers: Readonly<Record<string, unknown>>,
): Rule {
  try {
    const wrap = (rule: Rule, record: Around) =>
      record.key in wrappers ? record.wrap(rule, wrappers[record.key] as never) : rule;
    return around.reduce(wrap, factory(options));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`'rule': ${error.message}`);
  }
}
