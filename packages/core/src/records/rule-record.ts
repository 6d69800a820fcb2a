import type { GradientRule } from '../gradient-rule.js';

/** What an option of a rule may be, and what it means; without a default it must be given. */
export type OptionRecord =
  /** A number of at least `min` (0 by default), or a schedule of it. */
  | {
      readonly number: string;
      readonly default?: number;
      readonly min?: number;
      readonly optional?: boolean;
    }
  /** A share, at least 0 and below 1, the same at all steps. */
  | { readonly share: string; readonly default: number }
  | { readonly integer: string; readonly default: number; readonly min: number }
  | { readonly boolean: string; readonly default: boolean };

/** Everything that tables, schemas and help texts say of a rule. */
export interface RuleRecord {
  /** The name by which configuration files know the rule. */
  readonly name: string;
  readonly title: string;
  /** Authors, where it appeared, and its arXiv number. */
  readonly paper?: string;
  /** The gradient that it follows; g₁ is ∇L(θ). */
  readonly formula: string;
  /** Its cost in forward and backward passes; plain training takes 1. */
  readonly passes: string;
  readonly options: Readonly<Record<string, OptionRecord>>;
  /** When to use it. */
  readonly use: string;
  /** What to know besides: where it departs from published code, and the like. */
  readonly note?: string;
  /** Makes the rule of options that fit `options`. */
  make(options: object): GradientRule;
}

/** A record whose options are those that its rule takes. */
export function ruleRecord<Options extends object>(
  record: Omit<RuleRecord, 'make' | 'options'> & {
    readonly options: { readonly [Name in keyof Options]-?: OptionRecord };
    readonly make: (options: Options) => GradientRule;
  },
): RuleRecord {
  return { ...record, make: (options) => record.make(options as Options) };
}

/** What an option means, and its default in words. */
export function describeOption(option: OptionRecord): { meaning: string; value: string } {
  const meaning =
    'boolean' in option
      ? option.boolean
      : 'integer' in option
        ? option.integer
        : 'share' in option
          ? option.share
          : option.number;
  const optional = 'optional' in option && option.optional;
  const value =
    option.default === undefined ? (optional ? 'optional' : 'required') : `${option.default}`;
  return { meaning, value };
}
