import { around, definedRules } from '@gnp/core';
import type { Around, Rule, RuleFactory } from '@gnp/core';
import { suggest } from '@gnp/options';
import { grWarmup, linear } from '@gnp/warmup';
import type { Ramp } from '../config/rule-schema.js';
import type { Config } from '../config/schema.js';
import { UsageError } from '../usage-error.js';

/**
 * The gradient rule that a configuration names, and what is set around it.
 *
 * @throws UsageError if its options contradict one another
 */
export function buildRule(config: Config, stepsPerEpoch: number): Rule {
  const { name, warmup = 'none', warmupEpochs, ...given } = config.rule;
  const factory = definedRules().get(name);
  if (!factory) {
    throw new UsageError(`There is no rule '${name}'.${suggest(name, [...definedRules().keys()])}`);
  }
  const own = Object.entries(given).filter(([option]) => option in factory.options);
  const options: Record<string, unknown> = Object.fromEntries(
    own.map(([option, value]) => [option, isRamp(value) ? rampOf(value, stepsPerEpoch) : value]),
  );
  if (warmup !== 'none') {
    const { r, alpha } = options;
    if (typeof r !== 'number' || typeof alpha !== 'number') {
      throw new UsageError(`'rule.warmup' needs plain numbers for 'rule.r' and 'rule.alpha'.`);
    }
    const epochs = warmupEpochs ?? config.learningRate.warmupEpochs;
    const warmupSteps = Math.round(epochs * stepsPerEpoch);
    Object.assign(options, grWarmup(warmup, { r, alpha, warmupSteps }));
  }
  return checked(factory, options, given);
}

/** What rules and wrappers say of impossible options is the user's business. */
function checked(
  factory: RuleFactory,
  options: Record<string, unknown>,
  given: Readonly<Record<string, unknown>>,
): Rule {
  try {
    const wrap = (rule: Rule, record: Around) =>
      given[record.key] === undefined ? rule : record.wrap(rule, given[record.key] as never);
    return around.reduce(wrap, factory(options));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`'rule': ${error.message}`);
  }
}

function isRamp(value: unknown): value is Ramp {
  return typeof value === 'object' && value !== null && 'epochs' in value;
}

function rampOf({ from, to, epochs }: Ramp, stepsPerEpoch: number) {
  return linear({ from, to, steps: Math.round(epochs * stepsPerEpoch) });
}
