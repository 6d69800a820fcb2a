import { tidy } from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import { createOracle } from './create-oracle.js';
import type { NamedVariables } from './create-oracle.js';
import type { Diagnostics, GradientRule } from './gradient-rule.js';
import { microBatchWeights } from './micro-batches.js';
import type { MicroBatches } from './micro-batches.js';
import type { LossFunction } from './pass.js';

/** Options of {@link computeGradient}. */
export interface ComputeGradientOptions {
  /** The optimizer step, 0-based: what schedules are evaluated at and errors name. */
  readonly step: number;
  /** Seed handed to every pass of the step. Default: the step. */
  readonly seed?: number;
  /** What the step before returned as `state`; the caller disposes of it. Default: the rule's first. */
  readonly state?: NamedTensorMap;
  /**
   * In how many micro-batches the loss function is called, each naming its own in the {@link Pass}, to
   * fit large mini-batches into memory: their number if they are equally large, else their sizes. Each
   * pass goes over all of them; the perturbation is that of the whole mini-batch. Default 1.
   */
  readonly microBatches?: MicroBatches;
  /** Whether to compute diagnostics that cost time of their own: the cosine. Default false. */
  readonly measure?: boolean;
}

/** The outcome of one step of a gradient rule. */
export interface GradientResult {
  /** L(θ), at the unperturbed parameters. The caller disposes it. */
  readonly loss: Scalar;
  /** The gradient to follow, by parameter name. The caller disposes its tensors. */
  readonly gradients: NamedTensorMap;
  /** The rule's state for the next step; empty where it keeps none. The caller disposes its tensors. */
  readonly state: NamedTensorMap;
  /** Norms and losses of the passes, and how many passes were made. */
  readonly diagnostics: Diagnostics & { readonly passes: number };
}

/**
 * Computes the gradient that a rule follows at the present values of `variables`.
 *
 * `lossFn` is called once a pass (and micro-batch), with the variables displaced as the rule wants;
 * they come back bit for bit. Variables that the loss does not depend on get no gradient. Moving
 * averages move once a step; if a gradient is not finite they stay.
 *
 * @param variables an array, known by `variable.name`, or a record of names of your own: they are the
 *   names of gradients and of the state, so take such as stay the same where state is saved
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
 * @throws RangeError if `variables` is empty, `step` is not a whole number ≥ 0, or `state` is not the
 *   rule's
 */
export function computeGradient(
  rule: GradientRule,
  lossFn: LossFunction,
  variables: readonly Variable[] | NamedVariables,
  { step, seed = step, state, microBatches = 1, measure = false }: ComputeGradientOptions,
): GradientResult {
  const parameters = byName(variables);
  if (Object.keys(parameters).length === 0) {
    throw new RangeError('There are no variables to differentiate.');
  }
  if (!Number.isInteger(step) || step < 0) {
    throw new RangeError(`step must be a whole number of at least 0, got ${step}.`);
  }
  const weights = microBatchWeights(microBatches);
  const { oracle, passes } = createOracle(lossFn, parameters, { step, seed, weights });
  // The diagnostics hold numbers only, so tidy passes them through and frees all other tensors.
  return tidy(() => {
    const present = stateOf(rule, parameters, state);
    const result = rule.apply({ oracle, parameters, state: present, step, seed, measure });
    const { loss, gradients, diagnostics, state: next = {} } = result;
    returned.set(next, rule);
    const all = { loss, gradients, state: next, diagnostics: { ...diagnostics, passes: passes() } };
    return all as typeof all & NamedTensorMap;
  });
}

function byName(variables: readonly Variable[] | NamedVariables): NamedVariables {
  if (!Array.isArray(variables)) return variables as NamedVariables;
  return Object.fromEntries((variables as readonly Variable[]).map((v) => [v.name, v]));
}

/** States, and the rules that returned them: those fit. */
const returned = new WeakMap<NamedTensorMap, GradientRule>();

/**
 * The state to start from: the rule's first, or what was given, in the first one's order, since sums go
 * along it.
 */
function stateOf(
  rule: GradientRule,
  parameters: NamedVariables,
  given: NamedTensorMap | undefined,
): NamedTensorMap {
  if (given && returned.get(given) === rule) return given;
  const first = rule.init?.(parameters) ?? {};
  if (!given) return first;
  for (const name of new Set([...Object.keys(first), ...Object.keys(given)])) {
    const [wanted, got] = [first, given].map((tensors) => describeShape(tensors[name]));
    if (wanted !== got) {
      throw new RangeError(
        `The state of rule '${rule.name}' does not fit: '${name}' is ${got}, and should be ${wanted}.`,
      );
    }
  }
  return Object.fromEntries(Object.keys(first).map((name) => [name, given[name]]));
}

function describeShape(tensor: Tensor | undefined): string {
  return tensor ? `of shape [${tensor.shape.join(', ')}]` : 'missing';
}
