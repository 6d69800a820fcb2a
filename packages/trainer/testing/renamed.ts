import type * as tf from '@tensorflow/tfjs';
import type { Checkpoint } from '../src/index.js';

/** The checkpoint under the names of another model of the process, as a new process would have them. */
export function renamed(checkpoint: Checkpoint, model: tf.LayersModel): Checkpoint {
  const names = model.weights.map(({ originalName }) => originalName);
  const old = Object.keys(checkpoint.tensors.model);
  const nameOf = (key: string) => {
    const found = old.findIndex((name) => key === name || key.endsWith(`/${name}`));
    return found < 0 ? key : key.slice(0, key.length - old[found].length) + names[found];
  };
  const entries = Object.entries(checkpoint.tensors).map(([part, map]) => [
    part,
    Object.fromEntries(Object.entries(map).map(([key, value]) => [nameOf(key), value])),
  ]);
  return { ...checkpoint, tensors: Object.fromEntries(entries) };
}
