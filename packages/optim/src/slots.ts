import { clone, zerosLike } from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';

/** A zero tensor for each parameter, under `slot/parameter`. */
export function zeroSlots(slot: string, parameters: NamedTensorMap): NamedTensorMap {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, tensor]) => [`${slot}/${name}`, zerosLike(tensor)]),
  );
}

/**
 * The slots of the next step: `next` where there is a gradient, the old value elsewhere.
 *
 * @throws Error if a parameter has a gradient but no slot: the state belongs to other parameters
 */
export function updateSlots(
  slot: string,
  state: NamedTensorMap,
  gradients: NamedTensorMap,
  next: (old: Tensor, gradient: Tensor) => Tensor,
): NamedTensorMap {
  const prefix = `${slot}/`;
  for (const name of Object.keys(gradients)) valueIn(state, prefix + name);
  return Object.fromEntries(
    Object.entries(state)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, old]) => {
        const gradient = gradients[key.slice(prefix.length)];
        return [key, gradient ? next(old, gradient) : clone(old)];
      }),
  );
}

/** @throws Error if a state lacks a key: it was made for other parameters, or by another optimizer */
export function valueIn(state: NamedTensorMap, key: string): Tensor {
  if (Object.hasOwn(state, key)) return state[key];
  throw new Error(
    `The optimizer state has no '${key}'; was it made for other parameters, or by another optimizer?`,
  );
}

/** The parameter that a state key belongs to; undefined where that is all of them. */
export function parameterOf(key: string): string | undefined {
  const slash = key.indexOf('/');
  return slash < 0 ? undefined : key.slice(slash + 1);
}

/** The parameters that a state is of, in its order. */
export function parametersOf(state: NamedTensorMap): string[] {
  const all = Object.keys(state).map(parameterOf);
  return [...new Set(all.filter((name) => name !== undefined))];
}
