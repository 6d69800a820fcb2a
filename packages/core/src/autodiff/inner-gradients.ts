import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { backpropagate } from './backpropagate.js';
import { pathsTo } from './path.js';
import { internals, taped } from './tape.js';
import type { Gradients } from './tape.js';

/**
 * Stands for the engine's own `gradients`, below `tf.grad` and its like, while a tape of ours records:
 * the same, but comparisons on the way, which have no gradient, are no error.
 */
export const innerGradients: Gradients = (f, xs, dy) => {
  const value = taped(f);
  return { value, grads: recordedGradients(value, xs, dy) };
};

/** The gradients of something on the tape that is recording, which can be differentiated in turn. */
export function recordedGradients(
  target: Tensor,
  sources: readonly Tensor[],
  dy?: Tensor | null,
): (Tensor | undefined)[] {
  const [path] = pathsTo([target], sources, internals().state.activeTape ?? []);
  return tf.tidy(() => backpropagate(path, sources, dy ? tf.clone(dy) : tf.ones(target.shape)));
}
