import { clipped, every, exclude, mSharpness, only, randomly, ruleRecords } from '@gnp/core';
import { skipNonFinite } from '@gnp/core';
import type { GradientRule } from '@gnp/core';
import { grWarmup, linear } from '@gnp/warmup';
import type { Ramp } from '../config/rule-schema.js';
import type { Config } from '../config/schema.js';
import { UsageError } from '../usage-error.js';

/**
 * The gradient rule that a configuration names, and what is set around it.
 *
 * @throws UsageError if its options contradict one another
 */
export function buildRule(config: Config, stepsPerEpoch: number): GradientRule {
  const { name, only: perturbed, exclude: unperturbed, ...rest } = config.rule;
  const { interval, probability, clipEach, shards, skipNonFinite: limit, ...more } = rest;
  const { warmup = 'none', warmupEpochs, ...given } = more;
  const record = ruleRecords.find((one) => one.name === name);
  if (!record) throw new UsageError(`There is no rule '${name}'; see 'gnp rules'.`);

  const options: Record<string, unknown> = Object.fromEntries(
    Object.entries(given).map(([key, value]) => [
      key,
      isRamp(value) ? rampOf(value, stepsPerEpoch) : value,
    ]),
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
  let rule = make(() => record.make(options));
  if (perturbed) rule = only(rule, perturbed);
  if (unperturbed) rule = exclude(rule, unperturbed);
  if (clipEach) rule = clipped(rule, { each: clipEach });
  if (shards) rule = mSharpness(rule, shards);
  if (interval) rule = every(interval, rule);
  if (probability !== undefined) rule = randomly(probability, rule);
  if (limit) rule = skipNonFinite(rule, { limit });
  return rule;
}

/** What a rule says of impossible options is the user's business. */
function make(build: () => GradientRule): GradientRule {
  try {
    return build();
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
