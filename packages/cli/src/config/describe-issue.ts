import { listed, nearest, suggest } from '@gnp/options';
import type { z } from 'zod';
import { knownKeys, schemasAt } from './known-keys.js';
import { keyInfo } from './option-schema.js';

type Issue = z.core.$ZodIssue;

/** Says in one sentence what is wrong with a configuration and what would be right. */
export function describeIssue(issue: Issue, schema: z.core.$ZodType, input: unknown): string {
  const path = issue.path.map(String).join('.');
  const value = valueAtPath(input, issue.path);
  const given = `'${path}' is ${show(value)}`;
  switch (issue.code) {
    case 'unrecognized_keys': {
      const [key] = issue.keys;
      const prefix = path && `${path}.`;
      const hint = suggest(key, knownKeys(schema, input, issue.path), prefix);
      return `Unknown key '${shortened(prefix + key)}'.${hint}`;
    }
    case 'invalid_type':
      if (value === undefined) {
        return `'${path}' is missing; it must be ${kindOf(issue.expected)}${meaningOf(issue, schema, input)}.`;
      }
      return `${given}; it must be ${kindOf(issue.expected)}.`;
    case 'too_small':
      if (issue.origin === 'string') return `${given}; it must not be empty.`;
      if (issue.origin === 'array') return `${given}; it must hold at least ${issue.minimum}.`;
      return `${given}; it must be ${issue.inclusive ? 'at least' : 'greater than'} ${issue.minimum}.`;
    case 'too_big':
      return `${given}; it must be ${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}.`;
    case 'invalid_value':
      return oneOf(path, value, issue.values.map(String));
    case 'invalid_union':
      return describeUnion(issue, schema, input);
    default:
      return `${given}: ${issue.message}.`;
  }
}

function describeUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  schema: z.core.$ZodType,
  input: unknown,
): string {
  const path = issue.path.map(String).join('.');
  const value = valueAtPath(input, issue.path);
  const { options } = issue as { options?: string[] };
  if (options) return oneOf(path, value, options);
  const choices = issue.errors.flat().flatMap((error) => {
    return error.code === 'invalid_value' && error.path.length === 0
      ? error.values.map(String)
      : [];
  });
  const kinds = issue.errors.flat().flatMap((error) => {
    return error.code === 'invalid_type' && error.path.length === 0 ? [kindOf(error.expected)] : [];
  });
  const [word] = choices;
  if (choices.length === 1 && kinds.length > 0) {
    const isNear = typeof value === 'string' && nearest(value, choices) !== undefined;
    const hint = isNear ? ` Did you mean '${word}'?` : '';
    return `'${path}' is ${show(value)}; it must be '${word}' or ${kinds.join(' or ')}.${hint}`;
  }
  if (choices.length > 1 && typeof value !== 'object') return oneOf(path, value, choices);
  // the form that what was given comes near to, else the first, says what is wrong
  const isOther = ({ code, path }: Issue) =>
    (code === 'invalid_type' || code === 'invalid_value') && path.length === 0;
  const [first] = issue.errors.find((errors) => !errors.some(isOther)) ?? issue.errors[0];
  return describeIssue({ ...first, path: [...issue.path, ...first.path] }, schema, input);
}

/** What a key means that is missing. */
function meaningOf({ path }: Issue, schema: z.core.$ZodType, input: unknown): string {
  const key = String(path.at(-1));
  const forms = schemasAt(schema, input, path.slice(0, -1)) as Partial<z.ZodObject>[];
  const found = forms.map(({ shape }) => shape?.[key]).find((inner) => inner !== undefined);
  const info = found && keyInfo.get(found as z.ZodType);
  return info ? `: ${info.meaning}` : '';
}

function oneOf(path: string, value: unknown, words: readonly string[]): string {
  const all = listed(words);
  if (value === undefined) return `'${path}' is missing; it is one of ${all}.`;
  const given = `'${path}' is ${show(value)}`;
  const found = typeof value === 'string' ? nearest(value, words) : undefined;
  if (found === undefined) return `${given}; it is one of ${all}.`;
  const hint = ` Did you mean '${found}'?`;
  return all.endsWith('…')
    ? `${given}, which is unknown.${hint}`
    : `${given}; it is one of ${all}.${hint}`;
}

const kinds: Readonly<Record<string, string>> = {
  int: 'a whole number',
  object: 'a group of settings',
  boolean: 'true or false',
  string: 'a text',
  array: 'a list',
};
const kindOf = (type: string) => kinds[type] ?? `a ${type}`;

/** More of a value nobody reads. */
const mostShown = 60;

const shortened = (text: string): string =>
  text.length <= mostShown ? text : `${text.slice(0, mostShown)}… (${text.length} characters)`;

function show(value: unknown): string {
  return typeof value === 'number' ? String(value) : shortened(JSON.stringify(value) ?? '');
}

function valueAtPath(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
}
