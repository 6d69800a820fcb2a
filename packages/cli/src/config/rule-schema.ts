import { z } from 'zod';
import { ruleRecords } from '@gnp/core';
import type { OptionRecord, RuleRecord } from '@gnp/core';
import { grWarmupStrategies } from '@gnp/warmup';
import type { GrWarmupStrategy } from '@gnp/warmup';

const count = z.int().min(1);
const nonNegative = z.number().min(0);
const names = z.array(z.string()).min(1);

/** A number that goes linearly from one value to another, then stays. */
export interface Ramp {
  readonly from: number;
  readonly to: number;
  readonly epochs: number;
}

/** What can be set around every rule. */
const around = {
  /** Perturbs only these parameters; `*` in a name stands for anything. */
  only: names.optional(),
  /** Does not perturb these parameters. */
  exclude: names.optional(),
  /** Follows the rule every so many steps, the plain gradient in between. */
  interval: count.optional(),
  /** Follows the rule with this probability, else the plain gradient. */
  probability: z.number().min(0).max(1).optional(),
  /** Largest norm of each gradient before they are combined. */
  clipEach: z.number().gt(0).optional(),
  /** Perturbs each of so many shards of the batch by itself, as so many devices would. */
  shards: count.optional(),
  /** Skips up to so many steps in a row whose gradient is not finite, instead of stopping. */
  skipNonFinite: count.optional(),
};

/** The warmups of ICML 2024, of `gnp` alone. */
const warmup = {
  warmup: z.enum(grWarmupStrategies).default('none'),
  /** Default: as long as the learning rate warms up. */
  warmupEpochs: nonNegative.optional(),
};

/** A rule, its options, and what is set around it. */
export type RuleConfig = z.infer<z.ZodObject<typeof around>> & {
  name: string;
  warmup?: GrWarmupStrategy;
  warmupEpochs?: number;
  [option: string]: unknown;
};

const forms = ruleRecords.map((record) =>
  z.strictObject({
    name: z.literal(record.name),
    ...optionsOf(record),
    ...(record.name === 'gnp' && warmup),
    ...around,
  }),
);

/** The rules of `@gnp/core`, with the options that their records name. */
export const ruleSchema = z.discriminatedUnion(
  'name',
  forms as [(typeof forms)[0], ...typeof forms],
) as unknown as z.ZodType<RuleConfig>;

function optionsOf({ options }: RuleRecord): Record<string, z.ZodType> {
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => [name, optionSchema(option)]),
  );
}

function optionSchema(option: OptionRecord): z.ZodType {
  if ('boolean' in option) return z.boolean().default(option.default);
  if ('integer' in option) return z.int().min(option.min).default(option.default);
  if ('share' in option) return z.number().min(0).lt(1).default(option.default);
  const { min = 0, default: value, optional } = option;
  const number = min === -Infinity ? z.number() : z.number().min(min);
  const ramp = z.strictObject({ from: number, to: number, epochs: nonNegative });
  const either = z.union([number, ramp]);
  if (value !== undefined) return either.default(value);
  return optional ? either.optional() : either;
}
