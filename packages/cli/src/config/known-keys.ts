import type { z } from 'zod';

type Schema = z.core.$ZodType;

/** The keys that the schema allows in the object at `path` of a configuration. */
export function knownKeys(schema: Schema, value: unknown, path: readonly PropertyKey[]): string[] {
  return [...new Set(schemasAt(schema, value, path).flatMap((form) => Object.keys(shapeOf(form))))];
}

/**
 * The schemas that may hold at `path` of a configuration: one, or the forms of a union. Where a key says
 * which form is meant (`rule.name`), that one; all if it says none.
 */
export function schemasAt(
  schema: Schema,
  value: unknown,
  path: readonly PropertyKey[],
): readonly Schema[] {
  const forms = formsOf(schema, value);
  if (path.length === 0) return forms;
  const [key, ...rest] = path;
  const inner = isObject(value) ? value[String(key)] : undefined;
  return forms.flatMap((form) => {
    const next = definitionOf(form).element ?? shapeOf(form)[String(key)];
    return next ? schemasAt(next, inner, rest) : [];
  });
}

/** Strips defaults and the like, and chooses among the forms of a union. */
function formsOf(schema: Schema, value: unknown): Schema[] {
  const { innerType, type, options = [], discriminator } = definitionOf(schema);
  if (innerType) return formsOf(innerType, value);
  if (type !== 'union') return [schema];
  const named = options.filter((option) => {
    const literal = discriminator && shapeOf(option)[discriminator];
    return literal && isObject(value) && accepts(literal, value[discriminator]);
  });
  return (named.length > 0 ? named : options).flatMap((option) => formsOf(option, value));
}

interface Definition {
  type: string;
  innerType?: Schema;
  element?: Schema;
  options?: Schema[];
  discriminator?: string;
  shape?: Record<string, Schema>;
}

function definitionOf(schema: Schema): Definition {
  return (schema._zod as unknown as { def: Definition }).def;
}

function shapeOf(schema: Schema): Record<string, Schema> {
  return definitionOf(schema).shape ?? {};
}

function accepts(schema: Schema, value: unknown): boolean {
  return (schema as z.ZodType).safeParse(value).success;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
