import type { Rule } from '../contract/rule.js';
import { clipped } from './clipped.js';
import { every } from './every.js';
import { mSharpness } from './m-sharpness.js';
import { exclude, only } from './only.js';
import { randomly } from './randomly.js';

/** Something that recipes may set around any rule. */
export type Around = {
  /** The key by which recipes know it. */
  readonly key: string;
  /** How programs write it. */
  readonly code: string;
  readonly meaning: string;
} & (
  | {
      readonly kind: 'names';
      /** Puts the wrapper around a rule. */
      wrap(rule: Rule, value: readonly string[]): Rule;
    }
  | {
      /** A whole number from 1 on; a share from 0 to 1; a number above 0. */
      readonly kind: 'count' | 'share' | 'positive';
      /** Puts the wrapper around a rule. */
      wrap(rule: Rule, value: number): Rule;
    }
);

/** What recipes may set around a rule, in the order in which it is wrapped: the first is innermost. */
export const around: readonly Around[] = [
  {
    key: 'only',
    code: 'only(rule, names)',
    kind: 'names',
    meaning: 'perturbs these parameters only; `*` in a name stands for anything',
    wrap: (rule, names) => only(rule, names),
  },
  {
    key: 'exclude',
    code: 'exclude(rule, names)',
    kind: 'names',
    meaning: 'does not perturb these parameters',
    wrap: (rule, names) => exclude(rule, names),
  },
  {
    key: 'clipEach',
    code: 'clipped(rule, { each })',
    kind: 'positive',
    meaning: 'largest norm of each gradient before they are combined',
    wrap: (rule, norm) => clipped(rule, { each: norm }),
  },
  {
    key: 'shards',
    code: 'mSharpness(rule, shards)',
    kind: 'count',
    meaning: 'perturbs each of so many shards of the batch by itself, as so many devices would',
    wrap: (rule, shards) => mSharpness(rule, shards),
  },
  {
    key: 'interval',
    code: 'every(k, rule)',
    kind: 'count',
    meaning: 'follows the rule every so many steps, the plain gradient in between',
    wrap: (rule, k) => every(k, rule),
  },
  {
    key: 'probability',
    code: 'randomly(p, rule)',
    kind: 'share',
    meaning: 'follows the rule with this probability, else the plain gradient',
    wrap: (rule, p) => randomly(p, rule),
  },
];
