import * as tf from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Scalar, Variable } from '@tensorflow/tfjs-core';
import { checkLoss } from './check-loss.js';
import { byName, differentiateBeside } from './differentiate.js';
import { recordedGradients } from './inner-gradients.js';
import { taped } from './tape.js';

/** Losses, the gradients of their sum, and the gradients of a function of those, by variable name. */
export interface GradientOfGradient {
  readonly values: Scalar[];
  readonly grads: NamedTensorMap;
  readonly products: NamedTensorMap;
}

/**
 * Differentiates `toScalar(∇L)`, L being the sum of the losses that `f` computes: of ½‖∇L‖² it gives
 * H∇L, of ⟨∇L, v⟩ with a constant v it gives Hv, H being the Hessian of L. Exact, also where `f` takes
 * gradients itself. Variables that nothing depends on get no gradient and no product; if L depends on
 * none, `toScalar` is not called.
 *
 * @throws TypeError if `f` or `toScalar` gives anything but float32 scalars
 * @throws Error if an operation of `f` has no second derivative, or below another gradient
 */
export function differentiateGradient(
  f: () => readonly Scalar[],
  variables: readonly Variable[],
  toScalar: (grads: NamedTensorMap) => Scalar,
): GradientOfGradient {
  const { beside, values, grads } = differentiateBeside(() => {
    const losses = taped(() => f().map(checkLoss));
    const total = losses.reduce((sum, loss) => tf.add(sum, loss));
    const gradients = byName(variables, recordedGradients(total, variables));
    const targets = Object.keys(gradients).length > 0 ? [toScalar(gradients)] : [];
    return { targets, beside: { values: losses.map((loss) => loss.clone()), grads: gradients } };
  }, variables);
  tf.dispose(values);
  return { ...beside, products: grads[0] ?? {} };
}
