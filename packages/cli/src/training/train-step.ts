import {
  add,
  argMax,
  dispose,
  mean,
  notEqual,
  slice,
  sum,
  tensor1d,
  tidy,
} from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Tensor, Tensor1D, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { computeGradient, globalNorm, microBatchSizes } from '@gnp/core';
import type { Diagnostics, GradientRule } from '@gnp/core';
import type { Batch } from '@gnp/data';
import { applyUpdates } from '@gnp/optim';
import type { GradientTransform } from '@gnp/optim';
import type { ModelVariables } from '@gnp/models';
import { foldIn } from '@gnp/random';
import { crossEntropies, l2Penalty } from './loss.js';
import type { Normalize } from './normalize.js';

/** Everything that stays the same from step to step. */
export interface StepContext {
  readonly model: LayersModel;
  readonly parameters: ModelVariables;
  /** Those that the coupled penalty covers. */
  readonly penalized: readonly Variable[];
  readonly l2: number;
  readonly labelSmoothing: number;
  readonly rule: GradientRule;
  /** In how many parts a batch is computed. */
  readonly microBatches: number;
  readonly optimizer: GradientTransform;
  readonly normalize: Normalize;
  readonly seed: number;
}

/** What one step tells of itself. Loss and errors are those of the unperturbed parameters. */
export interface StepResult {
  readonly optimizerState: NamedTensorMap;
  readonly ruleState: NamedTensorMap;
  /** Mean cross-entropy of the batch. */
  readonly loss: number;
  /** How many images of the batch were classified wrongly. */
  readonly errors: number;
  readonly diagnostics: Diagnostics & { readonly passes: number };
  /** Euclidean norm of the change of the parameters, if asked for. */
  readonly updateNorm: number | undefined;
}

/** The states that a step starts from; it disposes of them. */
export interface StepState {
  readonly optimizer: NamedTensorMap;
  readonly rule: NamedTensorMap;
}

/** The states before the first step. */
export function firstStates({ optimizer, rule, parameters }: StepContext): StepState {
  return { optimizer: optimizer.init(parameters), rule: rule.init?.(parameters) ?? {} };
}

/**
 * One training step: the gradient of a batch by the rule, clipped, and applied by the optimizer. The
 * old states are disposed.
 *
 * @param measure whether to compute what is not needed for the step: the update's norm, the cosine
 */
export function trainStep(
  context: StepContext,
  batch: Batch,
  state: StepState,
  step: number,
  measure: boolean,
): StepResult {
  const { model, parameters, penalized, l2, labelSmoothing } = context;
  const images = context.normalize(batch.images, batch.size);
  const labels = tensor1d(batch.labels, 'int32');
  const sizes = microBatchSizes(batch.size, context.microBatches);
  let loss = 0;
  let errors = 0;

  const result = computeGradient(
    context.rule,
    (pass) => {
      const part = partOf(sizes, pass.microBatch);
      // as the papers' code does: the first of two passes mixes gradients as it mixed values
      const trueGradient = pass.index === 0 && context.rule.passes(step) > 1;
      const args = { training: true, ...pass, trueGradient };
      const logits = model.apply(part(images), args) as Tensor2D;
      const targets = part(labels) as Tensor1D;
      const losses = crossEntropies(logits, targets, labelSmoothing);
      if (pass.index === 0) {
        const share = sizes[pass.microBatch] / batch.size;
        loss += share * mean(losses).dataSync()[0];
        errors += countErrors(logits, targets);
      }
      return l2 > 0 ? (add(losses, l2Penalty(penalized, l2)) as Tensor1D) : losses;
    },
    parameters,
    {
      step,
      seed: foldIn(context.seed, 'step', step),
      state: state.rule,
      microBatches: sizes,
      measure,
    },
  );

  let updateNorm: number | undefined;
  const optimizerState = applyUpdates(
    context.optimizer,
    parameters,
    result.gradients,
    state.optimizer,
    step,
    measure ? (updates) => (updateNorm = globalNorm(updates)) : undefined,
  );
  dispose([images, labels, result.loss, result.gradients, state.rule]);
  const { state: ruleState, diagnostics } = result;
  return { optimizerState, ruleState, loss, errors, diagnostics, updateNorm };
}

/** Takes a micro-batch's rows of a tensor of the whole batch. */
function partOf(sizes: readonly number[], microBatch: number): <T extends Tensor>(whole: T) => T {
  if (sizes.length === 1) return (whole) => whole;
  const begin = sizes.slice(0, microBatch).reduce((sum, size) => sum + size, 0);
  return (whole) => {
    const rest = whole.shape.slice(1);
    return slice(whole, [begin, ...rest.map(() => 0)], [sizes[microBatch], ...rest]);
  };
}

/** How many rows of logits [batch, classes] have their largest value elsewhere than at the label. */
export function countErrors(logits: Tensor2D, labels: Tensor1D): number {
  return tidy(() => sum(notEqual(argMax(logits, 1), labels)).dataSync()[0]);
}
