import { tidy } from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Scalar, Variable } from '@tensorflow/tfjs-core';
import type { Diagnostics, GradientRule } from './gradient-rule.js';
import { createOracle } from './oracle.js';
import type { LossFunction } from './pass.js';

/** Options of {@link computeGradient}. */
export interface ComputeGradientOptions {
  /** The optimizer step, 0-based: what schedules are evaluated at and errors name. */
  readonly step: number;
  /** Seed handed to every pass of the step. Default: the step. */
  readonly seed?: number;
}

/** The outcome of one step of a gradient rule. */
export interface GradientResult {
  /** L(θ), at the unperturbed parameters. The caller disposes it. */
  readonly loss: Scalar;
  /** The gradient to follow, by variable name. The caller disposes its tensors. */
  readonly gradients: NamedTensorMap;
  /** Norms and losses of the passes, and how many passes were made. */
  readonly diagnostics: Diagnostics & { readonly passes: number };
}

/**
 * Computes the gradient that a rule follows at the present values of `variables`.
 *
 * `lossFn` is called once a pass, with the variables displaced as the rule wants; they come back bit
 * for bit. Variables that the loss does not depend on get no gradient.
 *
 * @example
 * ```ts
 * const { loss, gradients } = computeGradient(
 *   gnp({ r: 0.1, alpha: 0.8 }),
 *   () => tf.losses.meanSquaredError(y, x.matMul(w)),
 *   [w],
 *   { step: 0 },
 * );
 * ```
 *
 * @throws NonFiniteGradientError if the gradient of a pass is infinite or NaN
 * @throws RangeError if `variables` is empty or `step` is not a whole number ≥ 0
 */
export function computeGradient(
  rule: GradientRule,
  lossFn: LossFunction,
  variables: readonly Variable[],
  { step, seed = step }: ComputeGradientOptions,
): GradientResult {
  if (variables.length === 0) throw new RangeError('There are no variables to differentiate.');
  if (!Number.isInteger(step) || step < 0) {
    throw new RangeError(`step must be a whole number of at least 0, got ${step}.`);
  }
  const { oracle, passes } = createOracle(lossFn, variables, step, seed);
  // The diagnostics hold numbers only, so tidy passes them through and frees all other tensors.
  return tidy(() => {
    const { loss, gradients, diagnostics } = rule.apply(oracle, step);
    const result = { loss, gradients, diagnostics: { ...diagnostics, passes: passes() } };
    return result as typeof result & NamedTensorMap;
  });
}
