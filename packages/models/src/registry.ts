import { tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { matches, suggest } from '@gnp/options';
import type { Options } from '@gnp/options';
import { checkSize } from './check-size.js';
import * as families from './families/all-families.js';
import type { ModelEntry } from './model-entry.js';
import type { ModelName, ModelOptions } from './model-options.js';
import { resolveModelOptions, taskOptions } from './task-options.js';

const registry = new Map<string, ModelEntry>();

/**
 * Adds a model to the registry.
 *
 * @throws Error if the name is taken or not in kebab case, or an option is called as one of the task
 */
export function registerModel<const O extends Options>(entry: ModelEntry<O>): void {
  const { name, options } = entry;
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) {
    throw new Error(`A model name is lower case with '-' between words, got '${name}'.`);
  }
  if (registry.has(name)) throw new Error(`There is a model named '${name}' already.`);
  const taken = Object.keys(options).find((option) => option in taskOptions || option === 'name');
  if (taken !== undefined) {
    throw new Error(
      `'${name}' cannot have an option '${taken}': every model has one of that name.`,
    );
  }
  registry.set(name, entry);
}

Object.values(families)
  .flatMap(Object.values<ModelEntry>)
  .forEach(registerModel);

/**
 * The registered models, in natural order.
 *
 * @param pattern a name in which `*` stands for anything, as in `'resnet*'`; default all
 */
export function listModels(pattern = '*'): ModelEntry[] {
  return [...registry.values()]
    .filter(({ name }) => matches(canonicalName(pattern), name))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

/**
 * The registry entry of a model. Case does not matter and `_` stands for `-`, so that the names of the
 * papers' code are understood.
 *
 * @throws Error naming the nearest model if there is none of that name
 */
export function findModel(name: string): ModelEntry {
  const entry = registry.get(canonicalName(name));
  if (entry) return entry;
  const hint = suggest(canonicalName(name), [...registry.keys()]);
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
 * @throws RangeError if an option is unknown or impossible, or the model would have more than 10⁹ parameters
 * @throws TypeError if an option is of another type
 */
export function createModel<const Name extends ModelName | (string & {})>(
  name: Name,
  options?: ModelOptions<Name>,
): LayersModel {
  const entry = findModel(name);
  const { imageSize } = entry;
  const resolved = resolveModelOptions(entry.name, entry.options, imageSize, options ?? {});
  checkSize(entry.name, resolved);
  // tfjs-layers leaves the tensors alive that weights begin with; a scope frees all but the weights
  let model: LayersModel | undefined;
  tidy(() => {
    model = entry.build(resolved);
  });
  return model!;
}

/** How the registry spells a name: in lower case, with `-` between words. */
export function canonicalName(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}
