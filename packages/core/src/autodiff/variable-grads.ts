import * as tf from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Scalar, Variable } from '@tensorflow/tfjs-core';
import { differentiate } from './differentiate.js';
import { isBusy } from './tape.js';

/**
 * `tf.variableGrads` with about half its peak memory: what the forward pass saved, and the gradients
 * on the way, are released as soon as the backward pass is done with them, where tfjs-core holds all
 * of it to the end. Works on every backend and gives the same bits, except where `f` takes gradients
 * itself (`tf.grad` and its like, in a gradient penalty for example): tfjs-core loses what flows
 * through the outputs that tanh, sigmoid, exp and others save, which is exact here. Below another
 * gradient it is `tf.variableGrads`.
 *
 * @param f computes the loss, a float32 scalar
 * @param varList the variables; all trainable ones by default
 * @returns the loss and the gradients by variable name; the caller disposes of both
 * @throws TypeError when the loss is no float32 scalar
 * @throws Error when the loss depends on none of the variables
 */
export function variableGrads(
  f: () => Scalar,
  varList?: Variable[],
): { value: Scalar; grads: NamedTensorMap } {
  // The tape belongs to the other gradient and must stay whole.
  if (isBusy()) return tf.variableGrads(f, varList);
  const registered = Object.values<Variable>(tf.engine().registeredVariables);
  const variables = (varList ?? registered).filter(({ trainable }) => trainable);
  const {
    values: [value],
    grads: [grads],
  } = differentiate(() => [f()], variables);
  if (Object.keys(grads).length > 0) return { value, grads };
  value.dispose();
  throw new Error('The loss depends on none of the variables.');
}
