import * as tf from '@tensorflow/tfjs-core';
import type {
  NamedTensorMap,
  Scalar,
  Tensor,
  TensorContainer,
  Variable,
} from '@tensorflow/tfjs-core';
import { backpropagate } from './backpropagate.js';
import { checkLoss } from './check-loss.js';
import { pathsTo } from './path.js';
import { record } from './record.js';
import { registerSecondDerivatives } from './second-order/register-second-derivatives.js';
import { isBusy, releaseSaved } from './tape.js';
import type { TapeNode } from './tape.js';

/** Scalars and the gradients of each, in their order. */
export interface Derivatives {
  readonly values: Scalar[];
  /** By variable name; variables that the scalar does not depend on have none. */
  readonly grads: NamedTensorMap[];
}

/**
 * The scalars that `f` computes and the gradients of each. Exact, also where `f` takes gradients
 * itself. What is kept for the backward passes is released as soon as the last of them is done with it.
 *
 * @throws TypeError if `f` gives anything but float32 scalars
 * @throws Error if an operation has no gradient, or below another gradient
 */
export function differentiate(
  f: () => readonly Scalar[],
  variables: readonly Variable[],
): Derivatives {
  const { values, grads } = differentiateBeside(() => ({ targets: f(), beside: {} }), variables);
  return { values, grads };
}

/** As {@link differentiate}; what `f` gives beside the scalars is handed on. */
export function differentiateBeside<T extends TensorContainer>(
  f: () => { targets: readonly Scalar[]; beside: T },
  variables: readonly Variable[],
): Derivatives & { readonly beside: T } {
  if (isBusy()) {
    throw new Error(
      'The gradient of a rule cannot run inside another gradient (tf.grad) or an operation with a ' +
        'gradient of its own (tf.customGrad). Take tf.grad or variableGrads there.',
    );
  }
  registerSecondDerivatives();
  return tf.tidy(() => {
    const { value, tape, custom } = record(() => {
      const { targets, beside } = f();
      return { targets: targets.map(checkLoss), beside };
    });
    try {
      const { targets, beside } = value;
      const paths = pathsTo(targets, variables, tape);
      for (const path of paths) custom?.check(tape, path);
      const lastUse = new Map<TapeNode, number>();
      paths.forEach(({ nodes }, i) => nodes.forEach((node) => lastUse.set(node, i)));
      for (const node of tape) if (!lastUse.has(node)) releaseSaved(node);
      const grads = paths.map((path, i) =>
        tf.tidy(() => {
          const done = (node: TapeNode) => {
            if (lastUse.get(node) === i) releaseSaved(node);
          };
          return byName(variables, backpropagate(path, variables, tf.onesLike(path.target), done));
        }),
      );
      // Copies, since a target may be a variable, or come twice.
      return { values: targets.map((target) => target.clone()), grads, beside };
    } finally {
      tape.forEach(releaseSaved);
    }
  });
}

/** Gradients by the names of their variables, where there are any. */
export function byName(
  variables: readonly Variable[],
  gradients: readonly (Tensor | undefined)[],
): NamedTensorMap {
  const named = variables.map(({ name }, i) => [name, gradients[i]] as const);
  return Object.fromEntries(named.filter(([, gradient]) => gradient)) as NamedTensorMap;
}
