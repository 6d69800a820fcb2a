import { tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { matches, suggest } from '@gnp/options';
import * as families from './families/all-families.js';
import type { ModelEntry } from './model-entry.js';
import { resolveModelOptions } from './model-options.js';
import type { ModelOptions } from './model-options.js';

const registry = new Map<string, ModelEntry>();

/**
 * Adds a model to the registry.
 *
 * @throws Error if the name is taken or not in kebab case
 */
export function registerModel(entry: ModelEntry): void {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(entry.name)) {
    throw new Error(`A model name is lower case with '-' between words, got '${entry.name}'.`);
  }
  if (registry.has(entry.name)) throw new Error(`There is a model named '${entry.name}' already.`);
  registry.set(entry.name, entry);
}

Object.values(families).flat().forEach(registerModel);

/**
 * The registered models, in natural order.
 *
 * @param pattern a name in which `*` stands for anything, as in `'resnet*'`; default all
 */
export function listModels(pattern = '*'): ModelEntry[] {
  return [...registry.values()]
    .filter(({ name }) => matches(canonical(pattern), name))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

/**
 * The registry entry of a model. Case does not matter and `_` stands for `-`, so that the names of the
 * papers' code are understood.
 *
 * @throws Error naming the nearest model if there is none of that name
 */
export function findModel(name: string): ModelEntry {
  const entry = registry.get(canonical(name));
  if (entry) return entry;
  const hint = suggest(canonical(name), [...registry.keys()]);
  throw new Error(`There is no model named '${name}'.${hint}`);
}

/**
 * Builds a model by name: NHWC images, normalised floats, in; logits [batch, classes] out.
 *
 * @example
 * ```ts
 * const model = createModel('resnet18', { classes: 100, imageSize: 32 });
 * ```
 *
 * @throws Error if there is no such model
 * @throws RangeError if an option is impossible
 */
export function createModel(name: string, options: ModelOptions = {}): LayersModel {
  const entry = findModel(name);
  const { imageSize, options: known = [] } = entry;
  const resolved = resolveModelOptions(options, imageSize, entry.name, known);
  // tfjs-layers leaves the tensors alive that weights begin with; a scope frees all but the weights
  let model: LayersModel | undefined;
  tidy(() => {
    model = entry.build(resolved);
  });
  return model!;
}

function canonical(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}
