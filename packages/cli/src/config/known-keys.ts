import type { z } from 'zod';

type Schema = z.core.$ZodType;

/**
 * The keys that the schema allows in the object at `path` of a configuration. Where the object may
 * have several forms, the one that its discriminator (`rule.name`) says; all keys if it says none.
 */
export function knownKeys(schema: Schema, value: unknown, path: readonly PropertyKey[]): string[] {
  const forms = formsOf(schema, value);
  if (path.length === 0) return [...new Set(forms.flatMap((form) => Object.keys(shapeOf(form))))];
  const [key, ...rest] = path;
  const inner = isObject(value) ? value[String(key)] : undefined;
  const next = forms.map((form) => shapeOf(form)[String(key)]).find((found) => found);
  return next ? knownKeys(next, inner, rest) : [];
}

/** Strips defaults and the like, and chooses among the forms of a union. */
function formsOf(schema: Schema, value: unknown): Schema[] {
  const { def } = schema._zod as unknown as { def: Definition };
  if (def.innerType) return formsOf(def.innerType, value);
  if (def.type !== 'union' || !def.options) return [schema];
  const named = def.options.filter((option) => {
    const literal = def.discriminator && shapeOf(option)[def.discriminator];
    return literal && isObject(value) && accepts(literal, value[def.discriminator!]);
  });
  return named.length > 0 ? named : def.options;
}

interface Definition {
  type: string;
  innerType?: Schema;
  options?: Schema[];
  discriminator?: string;
  shape?: Record<string, Schema>;
}

function shapeOf(schema: Schema): Record<string, Schema> {
  return (schema._zod as unknown as { def: Definition }).def.shape ?? {};
}

function accepts(schema: Schema, value: unknown): boolean {
  return (schema as z.ZodType).safeParse(value).success;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
