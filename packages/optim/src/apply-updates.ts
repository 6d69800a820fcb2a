import { add, dispose, keep, tidy, util, where } from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import { mapTensors } from './gradient-transform.js';
import type { GradientTransform } from './gradient-transform.js';

/** Variables by name, as transforms and gradients name them. */
export function byName(variables: readonly Variable[]): { [name: string]: Variable } {
  return Object.fromEntries(variables.map((variable) => [variable.name, variable]));
}

/** Options of {@link applyUpdates}. */
export interface ApplyOptions {
  /**
   * Sees the updates as the transform gave them, before they are applied and freed: for example to
   * measure their norm.
   */
  readonly onUpdates?: ((updates: NamedTensorMap) => void) | undefined;
  /**
   * Whether the step counts, as a bool on the device, which nobody needs to read: where it is false,
   * variables and state keep their old values. Default: it counts.
   */
  readonly finite?: Scalar | undefined;
}

/**
 * Takes one optimizer step: transforms the gradients, adds the updates to the variables, disposes the
 * old state and returns the new one, whose tensors outlive any `tf.tidy`. Reads nothing on the host.
 *
 * @param variables all that have a gradient, by name; others may be among them
 * @param step the step of the run (0-based), for schedules
 * @throws Error if an update is of no variable or of another shape; then nothing has changed
 */
export function applyUpdates(
  transform: GradientTransform,
  variables: { readonly [name: string]: Variable },
  gradients: NamedTensorMap,
  state: NamedTensorMap,
  step: number,
  { onUpdates, finite }: ApplyOptions = {},
): NamedTensorMap {
  const choose = (next: Tensor, old: Tensor) => (finite ? where(finite, next, old) : next);
  const next = tidy(() => {
    const result = transform.update(gradients, state, variables, step);
    checkUpdates(result.updates, variables);
    onUpdates?.(result.updates);
    for (const [name, update] of Object.entries(result.updates)) {
      const variable = variables[name];
      variable.assign(choose(add(variable, update), variable));
    }
    return mapTensors(result.state, (value, key) => keep(choose(value, state[key])));
  });
  dispose(state);
  return next;
}

function checkUpdates(
  updates: NamedTensorMap,
  variables: { readonly [name: string]: Variable },
): void {
  for (const [name, { shape }] of Object.entries(updates)) {
    if (!Object.hasOwn(variables, name))
      throw new Error(`There is no variable '${name}' to update.`);
    const expected = variables[name].shape;
    if (!util.arraysEqual(shape, expected)) {
      throw new Error(
        `The update of '${name}' has shape [${shape}], the variable has [${expected}].`,
      );
    }
  }
}
