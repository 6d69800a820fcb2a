import { serialization } from '@tensorflow/tfjs-core';
import type { Optimizer } from '@tensorflow/tfjs-core';
import type { Rule, RuleConfig } from '../contract/rule.js';
import { ruleOf } from '../wrappers/rule-of.js';
import type { PenalizedOptions } from './penalized-options.js';

type Saved = Pick<PenalizedOptions, 'measure' | 'seed' | 'onNonFinite'>;

/** What is saved of a penalized optimizer. */
interface SavedConfig extends serialization.ConfigDict {
  /**
   * Rule and options as JSON. TensorFlow.js rewrites words of a configuration between snake case and
   * camel case, except for what is called `name`.
   */
  readonly rule: { readonly name: string };
  readonly optimizer: { readonly className: string; readonly config: serialization.ConfigDict };
}

/** @throws Error if the rule has an option that is a function */
export function writeConfig(
  rule: Rule,
  optimizer: Optimizer,
  { measure, seed, onNonFinite }: PenalizedOptions,
): SavedConfig {
  const options: Saved = {
    ...(measure !== undefined && { measure }),
    ...(seed !== undefined && { seed }),
    ...(onNonFinite !== undefined && { onNonFinite }),
  };
  return {
    rule: { name: JSON.stringify({ rule: rule.config(), options }) },
    optimizer: { className: optimizer.getClassName(), config: optimizer.getConfig() },
  };
}

/** @throws Error if the wrapped optimizer or the rule is unknown here */
export function readConfig(config: serialization.ConfigDict): {
  rule: Rule;
  optimizer: Optimizer;
  options: Saved;
} {
  const { rule: saved, optimizer } = config as SavedConfig;
  const { rule, options } = JSON.parse(saved.name) as { rule: RuleConfig; options: Saved };
  const { className, config: own } = optimizer;
  const known = serialization.SerializationMap.getMap().classNameMap[className];
  if (!known) throw new Error(`There is no optimizer '${className}'; import it before loading.`);
  const [cls, fromConfig] = known;
  return { rule: ruleOf(rule), optimizer: fromConfig(cls, own) as unknown as Optimizer, options };
}
