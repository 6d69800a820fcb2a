import { zerosLike } from '@tensorflow/tfjs-core';
import type { NamedTensorMap } from '@tensorflow/tfjs-core';
import { mapTensors } from './named-tensors.js';

/** The tensors of a state that belong to one slot, by parameter name. */
export function slotOf(state: NamedTensorMap, slot: string): NamedTensorMap {
  const prefix = `${slot}/`;
  const own = Object.entries(state).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(own.map(([key, tensor]) => [key.slice(prefix.length), tensor]));
}

/** Tensors by parameter name as a slot of a state. */
export function asSlot(slot: string, tensors: NamedTensorMap): NamedTensorMap {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [`${slot}/${name}`, tensor]),
  );
}

/** A slot of zeros, in the shapes of the parameters. */
export function zeroSlot(slot: string, parameters: NamedTensorMap): NamedTensorMap {
  return asSlot(
    slot,
    mapTensors(parameters, (parameter) => zerosLike(parameter)),
  );
}
