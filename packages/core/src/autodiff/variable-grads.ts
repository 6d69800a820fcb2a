import * as tf from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Scalar, Variable } from '@tensorflow/tfjs-core';
import { differentiate } from './differentiate.js';
import { isRecording } from './tape.js';

/**
 * `tf.variableGrads` with about half its peak memory: what the forward pass saved, and the gradients
 * on the way, are released as soon as the backward pass is done with them, where tfjs-core holds all
 * of it to the end. Works on every backend; the numbers are the same.
 *
 * @param f computes the scalar loss
 * @param varList the variables; all trainable ones by default
 * @returns the loss and the gradients by variable name; the caller disposes of both
 * @throws Error when the loss depends on none of the variables
 */
export function variableGrads(
  f: () => Scalar,
  varList?: Variable[],
): { value: Scalar; grads: NamedTensorMap } {
  // Below another gradient the tape belongs to that one and must stay whole.
  if (isRecording()) return tf.variableGrads(f, varList);
  const registered = Object.values(tf.engine().registeredVariables) as Variable[];
  const variables = (varList ?? registered).filter(({ trainable }) => trainable);
  const { value, grads } = differentiate(f, variables);
  if (Object.keys(grads).length > 0) return { value, grads };
  value.dispose();
  throw new Error('The loss depends on none of the variables.');
}
