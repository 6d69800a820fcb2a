import { parse } from 'yaml';
import { UsageError } from '../usage-error.js';
import { replacedBy } from './durations.js';
import { augmentations } from './schema.js';
import { datasetSettings } from './settings.js';

type Tree = Record<string, unknown>;

/** Keys that name a form, and what of the section is not the form's own and stays when another is named. */
const forms: Readonly<Record<string, readonly string[]>> = {
  'model.name': [],
  'optimizer.name': [],
  'rule.name': [],
  'learningRate.schedule': ['peak', 'warmupEpochs', 'warmupSteps', 'warmupImages'],
  'dataset.name': [...Object.keys(augmentations), ...Object.keys(datasetSettings)],
};

interface Override {
  /** As it was given. */
  readonly text: string;
  readonly keys: readonly string[];
  readonly value: unknown;
}

/**
 * Applies `path.to.key=value` overrides to a recipe, in whatever order they are given: whole sections first, then names,
 * then everything else; of two for the same key the last one wins. Values are read as YAML, so `1e-3`, `true`, `null`
 * and `[30, 60]` mean what they look like. Naming another model, rule, optimizer, schedule or data set drops the
 * options of the one before; a length in one unit drops that in another.
 *
 * @throws UsageError if an override is not of that form
 */
export function applyOverrides(recipe: unknown, overrides: readonly string[]): unknown {
  return apply(recipe, overrides.map(readOverride));
}

/**
 * Changes a recipe to what another says: its sections key by key, everything else whole, and names as overrides do.
 * Neither is changed.
 *
 * @throws UsageError if one has a section where the other has something else
 */
export function mergeRecipes(base: unknown, own: object): unknown {
  const settings = Object.entries(structuredClone(own)).flatMap(([key, value]) =>
    isSection(value)
      ? Object.entries(value).map(([inner, of]) => ({ keys: [key, inner], value: of }))
      : [{ keys: [key], value: value as unknown }],
  );
  return apply(
    base,
    settings.map((setting) => ({ ...setting, text: setting.keys.join('.') })),
  );
}

const isSection = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function apply(recipe: unknown, overrides: readonly Override[]): unknown {
  const result = structuredClone(recipe) as Tree;
  const ordered = [...overrides].sort((a, b) => turnOf(a) - turnOf(b));
  for (const override of ordered) {
    const { keys, value } = override;
    const last = keys[keys.length - 1];
    const section = descend(result, override);
    if (last === '__proto__') throw new UsageError(`Unknown key '${override.text}'.`);
    const kept = forms[keys.join('.')];
    if (kept && section[last] !== value) {
      for (const key of Object.keys(section)) if (!kept.includes(key)) delete section[key];
    }
    section[last] = value;
    if (value !== null) for (const other of replacedBy(keys)) delete section[other];
  }
  return result;
}

function turnOf({ keys }: Override): number {
  if (keys.length === 1) return 0;
  return keys.join('.') in forms ? 1 : 2;
}

function readOverride(text: string): Override {
  const [, path, value] = /^([^=\s]+)=([\s\S]*)$/.exec(text) ?? [];
  if (path === undefined || path.split('.').includes('')) {
    throw new UsageError(`'${text}' is no override; write it as path.to.key=value.`);
  }
  return { text, keys: path.split('.'), value: readValue(text, value) };
}

function readValue(override: string, text: string): unknown {
  try {
    const value: unknown = parse(text);
    JSON.stringify(value); // an anchor that holds itself fails here
    return value;
  } catch {
    const shown = override.length > 200 ? `${override.slice(0, 200)}…` : override;
    throw new UsageError(`The value of '${shown}' cannot be read; put it in quotes.`);
  }
}

/** The section that an override is for, made where there is none. */
function descend(tree: Tree, { keys, text }: Override): Tree {
  return keys.slice(0, -1).reduce((section, key) => {
    const inner = Object.hasOwn(section, key) ? (section[key] ?? {}) : {};
    if (typeof inner !== 'object' || key === '__proto__') {
      throw new UsageError(`'${text}' reaches into '${key}', which holds ${String(inner)}.`);
    }
    section[key] = inner;
    return inner as Tree;
  }, tree);
}
