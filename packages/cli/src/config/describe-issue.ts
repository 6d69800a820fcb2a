import { nearest, suggest } from '@gnp/options';
import type { z } from 'zod';
import { knownKeys } from './known-keys.js';

/** Says in one sentence what is wrong with a configuration and what would be right. */
export function describeIssue(
  issue: z.core.$ZodIssue,
  schema: z.core.$ZodType,
  input: unknown,
): string {
  const path = issue.path.map(String).join('.');
  const given = show(valueAtPath(input, issue.path));
  switch (issue.code) {
    case 'unrecognized_keys': {
      const [key] = issue.keys;
      const known = knownKeys(schema, input, issue.path);
      const full = (name: string) => [...issue.path, name].join('.');
      return `Unknown key '${full(key)}'.${suggest(full(key), known.map(full))}`;
    }
    case 'invalid_type':
      return given === undefined
        ? `'${path}' is missing; it must be ${kindOf(issue.expected)}.`
        : `'${path}' is ${given}; it must be ${kindOf(issue.expected)}.`;
    case 'too_small':
      return `'${path}' is ${given}; it must be ${issue.inclusive ? 'at least' : 'greater than'} ${issue.minimum}.`;
    case 'too_big':
      return `'${path}' is ${given}; it must be ${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}.`;
    case 'invalid_value':
      return oneOf(path, given, issue.values.map(String));
    case 'invalid_union':
      return describeUnion(issue, path, given, schema, input);
    default:
      return `'${path}' is ${given}: ${issue.message}.`;
  }
}

function describeUnion(
  issue: Extract<z.core.$ZodIssue, { code: 'invalid_union' }>,
  path: string,
  given: string | undefined,
  schema: z.core.$ZodType,
  input: unknown,
): string {
  const { options } = issue as { options?: string[] };
  if (options) return oneOf(path, given, options);
  const choices = issue.errors.flatMap((errors) =>
    errors.flatMap((error) => (error.code === 'invalid_value' ? error.values.map(String) : [])),
  );
  if (choices.length > 0) return oneOf(path, given, [...new Set(choices)]);
  // No choice of words: the form that what was given comes near to, else the first, says what is wrong.
  const isOther = ({ code, path }: z.core.$ZodIssue) =>
    code === 'invalid_type' && path.length === 0;
  const [first] = issue.errors.find((errors) => !errors.some(isOther)) ?? issue.errors[0];
  return describeIssue({ ...first, path: [...issue.path, ...first.path] }, schema, input);
}

function oneOf(path: string, given: string | undefined, values: readonly string[]): string {
  const is = given === undefined ? 'is missing' : `is ${given}`;
  const found = nearest(given?.replaceAll('"', '') ?? '', values);
  const hint = found === undefined ? '' : ` Did you mean '${found}'?`;
  if (hint && values.length > shownAtMost) return `'${path}' ${is}, which is unknown.${hint}`;
  return `'${path}' ${is}; it is one of ${values.join(', ')}.${hint}`;
}

/** More names than these are not listed whole. */
const shownAtMost = 12;

function kindOf(type: string): string {
  if (type === 'int') return 'a whole number';
  if (type === 'object') return 'a group of settings';
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function show(value: unknown): string | undefined {
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

function valueAtPath(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
}
