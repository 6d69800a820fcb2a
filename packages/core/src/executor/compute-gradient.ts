import { engine } from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Variable } from '@tensorflow/tfjs-core';
import { readsAreFree } from '@gnp/ops';
import { checkCount } from '@gnp/options';
import type { LossFunction } from '../contract/pass.js';
import type { Request } from '../contract/request.js';
import type { Rule } from '../contract/rule.js';
import { costOf } from './cost.js';
import type { NamedVariables } from './displace.js';
import { drive, driveAsync } from './drive.js';
import { finish, skipped } from './finish.js';
import type { StepInProgress } from './finish.js';
import type { GradientResult } from './gradient-result.js';
import { checkState, initialState, lendMemory } from './memory.js';
import { microBatchWeights } from './micro-batches.js';
import type { MicroBatches } from './micro-batches.js';
import { NonFiniteGradientError } from './non-finite-error.js';
import { StepExecutor } from './step-executor.js';

/** Options of {@link computeGradient}. */
export interface ComputeGradientOptions {
  /** The optimizer step, 0-based: what schedules are evaluated at and errors name. */
  readonly step: number;
  /** Seed handed to every pass of the step. Default: the step. */
  readonly seed?: number;
  /** What the step before returned as `state`; the caller disposes of it. Default: the rule's first. */
  readonly state?: NamedTensorMap | undefined;
  /**
   * In how many micro-batches the loss function is called, each naming its own in the {@link Pass}, to
   * fit large mini-batches into memory: their number if they are equally large, else their sizes. Each
   * pass goes over all of them; the perturbation is that of the whole mini-batch. Default 1.
   */
  readonly microBatches?: MicroBatches;
  /** Whether to compute diagnostics that cost time of their own: the cosine. Default false. */
  readonly measure?: boolean;
  /**
   * What an infinite or NaN loss or gradient comes to: an error, or a step without gradients that
   * changes nothing and says that it was skipped. Default 'throw'.
   */
  readonly onNonFinite?: 'throw' | 'skip';
}

/**
 * Computes the gradient that a rule follows at the present values of `variables`.
 *
 * `lossFn` is called once a pass (and micro-batch), with the variables displaced as the rule wants;
 * they come back bit for bit. Variables that the loss does not depend on get no gradient. Moving
 * averages, and the states of stateful RNN layers, move once a step, at its end; they stay if a number
 * is not finite. Nothing is read back to the host on backends where that costs anything: a number that
 * is not finite is an error at once on the others, and there when the diagnostics are read.
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
 * @throws NonFiniteGradientError if a loss or a gradient is infinite or NaN
 * @throws RangeError if `variables` is empty or names one twice, `step` is not a whole number ≥ 0,
 *   `state` is not the rule's, or micro-batches are asked of a function that takes no argument
 * @throws Error if the loss depends on none of the variables, or the rule must read numbers of a
 *   backend that gives them asynchronously only
 */
export function computeGradient(
  rule: Rule,
  lossFn: LossFunction,
  variables: readonly Variable[] | NamedVariables,
  options: ComputeGradientOptions,
): GradientResult {
  if (rule.about.reads && !readsAreFree()) {
    throw new Error(
      `Rule '${rule.name}' reads numbers in the middle of a step, which backend ` +
        `'${engine().backendName}' gives asynchronously only; use computeGradientAsync.`,
    );
  }
  const step = begin(rule, lossFn, variables, options);
  const { executor } = step;
  try {
    return finish(
      step,
      drive(rule.run(step.turn), (request) => executor.answer(request)),
    );
  } catch (error) {
    return skipOrThrow(step, error);
  } finally {
    executor.dispose();
  }
}

/** As {@link computeGradient}; rules that read numbers wait for them, whatever the backend. */
export async function computeGradientAsync(
  rule: Rule,
  lossFn: LossFunction,
  variables: readonly Variable[] | NamedVariables,
  options: ComputeGradientOptions,
): Promise<GradientResult> {
  const step = begin(rule, lossFn, variables, options);
  const { executor } = step;
  try {
    const answer = (request: Request) => executor.answerAsync(request);
    return finish(step, await driveAsync(rule.run(step.turn), answer));
  } catch (error) {
    return skipOrThrow(step, error);
  } finally {
    executor.dispose();
  }
}

function begin(
  rule: Rule,
  lossFn: LossFunction,
  variables: readonly Variable[] | NamedVariables,
  options: ComputeGradientOptions,
): StepInProgress {
  const { step, seed = step, microBatches = 1, measure = false, onNonFinite = 'throw' } = options;
  const parameters = byName(variables);
  checkCount('step', step, 0);
  const weights = microBatchWeights(microBatches);
  if (weights.length > 1 && lossFn.length === 0) {
    throw new RangeError(
      `There are ${weights.length} micro-batches, but the loss function takes no argument that says ` +
        `which one to compute. Let it take the pass, and compute pass.microBatch of pass.microBatches; ` +
        `LayersModel.fit cannot.`,
    );
  }
  const given = options.state && checkState(rule, parameters, options.state);
  const planned = costOf(rule, { step, seed, microBatches });
  const executor = new StepExecutor({
    lossFn,
    variables: parameters,
    step,
    seed,
    weights,
    several: planned.passes > 1,
    microBatches,
    ruleName: rule.name,
  });
  const first = given ? undefined : initialState(rule, parameters);
  if (first) executor.evaluator.own(first);
  const state = given ?? first ?? {};
  const memory = lendMemory(executor.evaluator, rule.memory, parameters, state);
  return {
    rule,
    executor,
    parameters,
    state,
    turn: { step, turn: step, memory, perturbs: [] },
    step,
    measure,
    skips: onNonFinite === 'skip',
  };
}

/** What becomes of a step that failed: nothing, where non-finite numbers skip it. */
function skipOrThrow(step: StepInProgress, error: unknown): GradientResult {
  if (step.skips && error instanceof NonFiniteGradientError) return skipped(step, error);
  throw error;
}

/** @throws RangeError if there are no variables, or one has two names */
function byName(variables: readonly Variable[] | NamedVariables): NamedVariables {
  const named = Array.isArray(variables)
    ? Object.fromEntries((variables as readonly Variable[]).map((v) => [v.name, v]))
    : (variables as NamedVariables);
  const names = new Map<Variable, string>();
  for (const [name, variable] of Object.entries(named)) {
    const other = names.get(variable);
    if (other !== undefined) {
      throw new RangeError(`'${other}' and '${name}' are one variable; give it one name.`);
    }
    names.set(variable, name);
  }
  if (names.size === 0) throw new RangeError('There are no variables to differentiate.');
  return named;
}
