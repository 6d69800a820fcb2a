import { parse } from 'yaml';
import { UsageError } from '../usage-error.js';

type Tree = Record<string, unknown>;

/** Sections whose other keys belong to the form that this key names. */
const formKeys = new Set(['model.name', 'optimizer.name', 'rule.name']);

/**
 * Applies `path.to.key=value` overrides to a recipe, the last one winning. Values are read as YAML, so
 * `1e-3`, `true`, `null` and `[30, 60]` mean what they look like. Naming another model, rule or
 * optimizer drops the options of the one before.
 *
 * @throws UsageError if an override is not of that form
 */
export function applyOverrides(recipe: unknown, overrides: readonly string[]): unknown {
  const result = structuredClone(recipe) as Tree;
  for (const override of overrides) {
    const [, path, text] = /^([^=\s]+)=([\s\S]*)$/.exec(override) ?? [];
    if (path === undefined || path.split('.').includes('')) {
      throw new UsageError(`'${override}' is no override; write it as path.to.key=value.`);
    }
    const keys = path.split('.');
    const last = keys.pop()!;
    const section = descend(result, keys, override);
    const value = readValue(override, text);
    if (formKeys.has(path) && section[last] !== value) {
      for (const key of Object.keys(section)) delete section[key];
    }
    section[last] = value;
  }
  return result;
}

function readValue(override: string, text: string): unknown {
  try {
    return parse(text);
  } catch {
    throw new UsageError(`The value of '${override}' cannot be read; put it in quotes.`);
  }
}

/** The section at a path, made where there is none. */
function descend(tree: Tree, keys: readonly string[], override: string): Tree {
  return keys.reduce((section, key) => {
    const inner = Object.hasOwn(section, key) ? (section[key] ?? {}) : {};
    if (typeof inner !== 'object' || key === '__proto__') {
      throw new UsageError(`'${override}' reaches into '${key}', which holds ${String(inner)}.`);
    }
    section[key] = inner;
    return inner as Tree;
  }, tree);
}
