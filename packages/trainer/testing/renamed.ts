import type * as tf from '@tensorflow/tfjs';
import type { Checkpoint } from '../src/index.js';

/** The checkpoint under the names of another model of the process, as a new process would have them. */
export function renamed(checkpoint: Checkpoint, model: tf.LayersModel): Checkpoint {
  const names = model.weights.map(({ originalName }) => originalName);
  const plain = (name: string) => name.replace(/\d+/, '');
  // 'momentum/hidden3/kernel' is the momentum of 'hidden3/kernel'
  const nameOf = (key: string) => {
    const found = names.find((name) => plain(key).endsWith(plain(name)));
    return found ? key.replace(/[a-z]+\d+\/[a-z]+$/, found) : key;
  };
  const entries = Object.entries(checkpoint.tensors).map(([part, map]) => [
    part,
    Object.fromEntries(Object.entries(map).map(([key, value]) => [nameOf(key), value])),
  ]);
  return { ...checkpoint, tensors: Object.fromEntries(entries) };
}
