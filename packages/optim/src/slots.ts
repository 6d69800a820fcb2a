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
  for (const name of Object.keys(gradients)) {
    if (!(prefix + name in state)) {
      throw new Error(
        `The optimizer state has no '${prefix}${name}'; was it made for other parameters?`,
      );
    }
  }
  return Object.fromEntries(
    Object.entries(state)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, old]) => {
        const gradient = gradients[key.slice(prefix.length)];
        return [key, gradient ? next(old, gradient) : clone(old)];
      }),
  );
}
