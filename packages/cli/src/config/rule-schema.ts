import { z } from 'zod';
import { around, definedRules } from '@gnp/core';
import type { Around, RuleFactory } from '@gnp/core';
import type { Option } from '@gnp/options';
import { grWarmupStrategies } from '@gnp/warmup';
import type { GrWarmupStrategy } from '@gnp/warmup';

const nonNegative = z.number().min(0);

/** A number that goes linearly from one value to another, then stays. */
export interface Ramp {
  readonly from: number;
  readonly to: number;
  readonly epochs: number;
}

/** The warmups of ICML 2024, of `gnp` alone. */
const warmup = {
  warmup: z.enum(grWarmupStrategies).default('none'),
  /** Default: as long as the learning rate warms up. */
  warmupEpochs: nonNegative.optional(),
};

/** A rule, its options, and what is set around it. */
export type RuleConfig = {
  name: string;
  warmup?: GrWarmupStrategy;
  warmupEpochs?: number;
  /** Patterns of parameter names. */
  only?: string[];
  /** Patterns of parameter names. */
  exclude?: string[];
  shards?: number;
  [option: string]: unknown;
};

/** The rules that are defined now, with their options and what may be set around them. */
export function ruleSchema(): z.ZodType<RuleConfig> {
  const [first, ...others] = [...definedRules().values()].map(formOf);
  return z.discriminatedUnion('name', [first, ...others]) as unknown as z.ZodType<RuleConfig>;
}

function formOf({ name, options }: RuleFactory) {
  const own = Object.entries(options).filter(([, { kind }]) => kind !== 'code');
  return z.strictObject({
    name: z.literal(name),
    ...Object.fromEntries(own.map(([option, record]) => [option, optionSchema(record)])),
    ...(name === 'gnp' && warmup),
    ...Object.fromEntries(around.map((record) => [record.key, aroundSchema(record)])),
  });
}

function optionSchema(option: Option): z.ZodType {
  const schema = valueSchema(option);
  if (option.default !== undefined) return schema.default(option.default);
  return option.needed ? schema : schema.optional();
}

function valueSchema({ kind, bounds }: Option): z.ZodType {
  if (kind === 'flag') return z.boolean();
  if (kind === 'count') return z.int().min(bounds.least ?? 1);
  const number = numberSchema(bounds);
  if (kind === 'share') return number;
  return z.union([number, z.strictObject({ from: number, to: number, epochs: nonNegative })]);
}

function numberSchema({ least, above, most, below }: Option['bounds']): z.ZodType {
  let schema = z.number();
  if (least !== undefined && least !== -Infinity) schema = schema.min(least);
  if (above !== undefined) schema = schema.gt(above);
  if (most !== undefined) schema = schema.max(most);
  if (below !== undefined) schema = schema.lt(below);
  return schema;
}

function aroundSchema({ kind }: Around): z.ZodType {
  switch (kind) {
    case 'names':
      return z.array(z.string()).min(1).optional();
    case 'count':
      return z.int().min(1).optional();
    case 'share':
      return z.number().min(0).max(1).optional();
    case 'positive':
      return z.number().gt(0).optional();
  }
}
