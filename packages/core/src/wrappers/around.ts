import { count, names, number } from '@gnp/options';
import type { Option } from '@gnp/options';
import type { Rule } from '../contract/rule.js';
import { clipped } from './clipped.js';
import { every } from './every.js';
import { mSharpness } from './m-sharpness.js';
import { exclude, only } from './only.js';
import { randomly } from './randomly.js';

/** Something that recipes may set around any rule. */
export interface Around {
  /** The key by which recipes know it. */
  readonly key: string;
  /** How programs write it. */
  readonly code: string;
  readonly option: Option<unknown, unknown, false>;
  /** Puts the wrapper around a rule. */
  readonly wrap: (rule: Rule, value: never) => Rule;
}

const setting = <Given>(
  key: string,
  code: string,
  option: Option<Given, unknown, false>,
  wrap: (rule: Rule, value: Given) => Rule,
): Around => ({ key, code, option, wrap });

/** What recipes may set around a rule, in the order in which it is wrapped: the first is innermost. */
export const around: readonly Around[] = [
  setting(
    'only',
    'only(rule, names)',
    names('perturbs these parameters only; `*` in a name stands for anything', { optional: true }),
    only,
  ),
  setting(
    'exclude',
    'exclude(rule, names)',
    names('does not perturb these parameters', { optional: true }),
    exclude,
  ),
  setting(
    'clipEach',
    'clipped(rule, { each })',
    number('largest norm of each gradient before they are combined', { above: 0, optional: true }),
    (rule, each) => clipped(rule, { each }),
  ),
  setting(
    'shards',
    'mSharpness(rule, shards)',
    count('perturbs each of so many shards of the batch by itself, as so many devices would', {
      optional: true,
    }),
    mSharpness,
  ),
  setting(
    'interval',
    'every(k, rule)',
    count('follows the rule every so many steps, the plain gradient in between', {
      optional: true,
    }),
    (rule, k) => every(k, rule),
  ),
  setting(
    'probability',
    'randomly(p, rule)',
    number('follows the rule with this probability, else the plain gradient', {
      least: 0,
      most: 1,
      optional: true,
    }),
    (rule, p) => randomly(p, rule),
  ),
];
