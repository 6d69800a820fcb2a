import * as tf from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import { differentiate } from './differentiate.js';
import { CustomGradients } from './second-order/custom-gradients.js';
import { registerSecondDerivatives } from './second-order/register-second-derivatives.js';

/** A loss, its gradients, and the gradients of a function of its gradients, by variable name. */
export interface GradientOfGradient {
  readonly value: Scalar;
  readonly grads: NamedTensorMap;
  readonly products: NamedTensorMap;
}

/**
 * Differentiates `toScalar(∇f)`: of ½‖∇f‖² it gives H∇f, of ⟨∇f, v⟩ with a constant v it gives Hv, H
 * being the Hessian of f. Exact; parameters that nothing depends on get no product.
 *
 * @throws Error if an operation of `f` has no second derivative
 */
export function differentiateGradient(
  f: () => Scalar,
  variables: readonly Variable[],
  toScalar: (grads: NamedTensorMap) => Scalar,
): GradientOfGradient {
  registerSecondDerivatives();
  const kept: Tensor[] = [];
  const outlive = <T extends Tensor>(tensor: T): T => {
    kept.push(tf.keep(tf.clone(tensor)));
    return kept.at(-1) as T;
  };
  try {
    let first: { value: Scalar; grads: NamedTensorMap } | undefined;
    const custom = new CustomGradients();
    const takeGradient = () => {
      const { value, grads } = custom.watch(() => tf.variableGrads(f, [...variables]));
      const named = Object.entries(grads).map(([name, gradient]) => [name, outlive(gradient)]);
      first = { value: outlive(value), grads: Object.fromEntries(named) as NamedTensorMap };
      return toScalar(grads);
    };
    const check = custom.check.bind(custom);
    const { value, grads: products } = differentiate(takeGradient, variables, check);
    value.dispose();
    if (!first) throw new Error('The gradient was not computed.');
    const handedOver = Object.entries(first.grads).map(([name, gradient]) => [
      name,
      gradient.clone(),
    ]);
    return { value: first.value.clone(), grads: Object.fromEntries(handedOver), products };
  } finally {
    tf.dispose(kept);
  }
}
