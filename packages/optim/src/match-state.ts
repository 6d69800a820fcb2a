import { util } from '@tensorflow/tfjs-core';
import type { NamedTensorMap } from '@tensorflow/tfjs-core';
import { parameterOf, parametersOf } from './slots.js';

/**
 * A saved state under the names of the parameters that are there now. It goes by name where all names
 * of the state or all that are there now are known to the other, and by position otherwise: a model
 * that is loaded twice in a process has other names the second time.
 *
 * @param saved the state as it was saved
 * @param first the first state of the present parameters, in their order
 * @param present the names of the present parameters
 * @returns the tensors of `saved`
 * @throws Error if the state fits neither way, or is not what the optimizer keeps
 */
export function matchState(
  saved: NamedTensorMap,
  first: NamedTensorMap,
  present: readonly string[],
): NamedTensorMap {
  const names = newNames(parametersOf(saved), parametersOf(first));
  const matched: NamedTensorMap = {};
  for (const [key, tensor] of Object.entries(saved)) {
    const old = parameterOf(key);
    const name = old === undefined ? undefined : (names.get(old) ?? old);
    const newKey = name === undefined ? key : `${key.slice(0, key.indexOf('/'))}/${name}`;
    matched[newKey] = tensor;
    if (Object.hasOwn(first, newKey)) {
      if (util.arraysEqual(first[newKey].shape, tensor.shape)) continue;
      throw new Error(
        `'${key}' of the saved optimizer state has shape [${tensor.shape}], but '${name}' needs ` +
          `[${first[newKey].shape}].`,
      );
    }
    if (name === undefined || present.includes(name)) {
      throw new Error(
        `The saved optimizer state has '${key}', which this optimizer does not keep; ` +
          'was it saved by another optimizer, or with other options?',
      );
    }
  }
  checkComplete(matched, first);
  return matched;
}

/** The new name of each saved parameter. */
function newNames(saved: readonly string[], present: readonly string[]): Map<string, string> {
  const allKnown = (some: readonly string[], all: readonly string[]) =>
    some.every((name) => all.includes(name));
  const sameNames = allKnown(saved, present) || (present.length > 0 && allKnown(present, saved));
  if (sameNames) return new Map(saved.map((name) => [name, name]));
  if (saved.length === present.length) return new Map(saved.map((name, i) => [name, present[i]]));
  throw new Error(
    `The saved optimizer state is of ${saved.length} parameters (${shortList(saved)}), there are ` +
      `${present.length} (${shortList(present)}): it fits neither by name nor by position.`,
  );
}

function shortList(names: readonly string[]): string {
  return [...names.slice(0, 3), ...(names.length > 3 ? ['…'] : [])].join(', ');
}

/**
 * Parameters that the state knows nothing of start anew; those that it knows must have all
 * slots, and so must all parameters together.
 */
function checkComplete(matched: NamedTensorMap, first: NamedTensorMap): void {
  const names = parametersOf(matched);
  if (names.length === 0) return;
  const known = new Set([...names, undefined]);
  const missing = Object.keys(first).find(
    (key) => !Object.hasOwn(matched, key) && known.has(parameterOf(key)),
  );
  if (missing === undefined) return;
  throw new Error(
    `The saved optimizer state has no '${missing}', which this optimizer keeps; ` +
      'was it saved by another optimizer, or with other options?',
  );
}
