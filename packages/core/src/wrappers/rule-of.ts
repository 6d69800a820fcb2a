import { suggest } from '@gnp/options';
import type { NumberOrSchedule, Selection } from '@gnp/options';
import { definedRules } from '../contract/define-rule.js';
import type { Rule, RuleConfig } from '../contract/rule.js';
import { clipped } from './clipped.js';
import { every } from './every.js';
import { mSharpness } from './m-sharpness.js';
import { exclude, only } from './only.js';
import { randomly } from './randomly.js';

type Wrap = (rule: Rule, options: Readonly<Record<string, unknown>>) => Rule;

const wrappers: Readonly<Record<string, Wrap>> = {
  only: (rule, { selection }) => only(rule, selection as Selection),
  exclude: (rule, { selection }) => exclude(rule, selection as Selection),
  clipped: (rule, options) => clipped(rule, options),
  every: (rule, { k }) => every(k as number, rule),
  randomly: (rule, { p }) => randomly(p as NumberOrSchedule, rule),
  'm-sharpness': (rule, { shards }) => mSharpness(rule, shards as number),
};

/**
 * The rule that a {@link Rule.config} describes.
 *
 * @throws RangeError if there is no wrapper of that name, or no rule has been defined by it yet
 */
export function ruleOf({ name, options, rule }: RuleConfig): Rule {
  if (rule) {
    if (!Object.hasOwn(wrappers, name)) {
      throw new RangeError(`There is no wrapper '${name}'.${suggest(name, Object.keys(wrappers))}`);
    }
    return wrappers[name](ruleOf(rule), options);
  }
  const factory = definedRules().get(name);
  if (!factory) {
    throw new RangeError(
      `There is no rule '${name}'.${suggest(name, [...definedRules().keys()])} ` +
        `A rule of your own must have been imported.`,
    );
  }
  return factory(options);
}
