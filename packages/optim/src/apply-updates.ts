import { add, dispose, keep, tidy } from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Variable } from '@tensorflow/tfjs-core';
import { mapTensors } from './gradient-transform.js';
import type { GradientTransform } from './gradient-transform.js';

/** Variables by name, as transforms and gradients name them. */
export function byName(variables: readonly Variable[]): { [name: string]: Variable } {
  return Object.fromEntries(variables.map((variable) => [variable.name, variable]));
}

/**
 * Takes one optimizer step: transforms the gradients, adds the updates to the variables, disposes the
 * old state and returns the new one, whose tensors outlive any `tf.tidy`.
 *
 * @param onUpdates sees the updates before they are freed, for example to measure their norm
 */
export function applyUpdates(
  transform: GradientTransform,
  variables: { readonly [name: string]: Variable },
  gradients: NamedTensorMap,
  state: NamedTensorMap,
  step: number,
  onUpdates?: (updates: NamedTensorMap) => void,
): NamedTensorMap {
  const next = tidy(() => {
    const result = transform.update(gradients, state, variables, step);
    onUpdates?.(result.updates);
    for (const [name, update] of Object.entries(result.updates)) {
      variables[name].assign(add(variables[name], update));
    }
    return mapTensors(result.state, keep);
  });
  dispose(state);
  return next;
}
