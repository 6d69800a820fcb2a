import { dispose, keep, slice, tensor1d } from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Scalar, Tensor, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { computeGradient, computeGradientAsync, initialState, microBatchSizes } from '@gnp/core';
import type { DiagnosticValues, GradientResult, LossFunction, Rule } from '@gnp/core';
import type { Batch } from '@gnp/data';
import { applyUpdates } from '@gnp/optim';
import type { GradientTransform } from '@gnp/optim';
import type { ModelVariables } from '@gnp/models';
import { globalNorm, readsAreFree } from '@gnp/ops';
import { foldIn } from '@gnp/random';
import { errorRateOf } from './error-rate.js';
import { crossEntropies, l2Penalty } from './loss.js';
import type { LossOptions } from './loss.js';
import type { Normalize } from './normalize.js';

/** Everything that stays the same from step to step. */
export interface StepContext {
  readonly model: LayersModel;
  readonly parameters: ModelVariables;
  /** Those that the coupled penalty covers. */
  readonly l2Parameters: readonly Variable[];
  readonly l2: number;
  readonly loss: LossOptions;
  readonly rule: Rule;
  /** In how many parts a batch is computed. */
  readonly microBatches: number;
  /** Whether a step whose numbers are not finite is skipped, instead of an error. */
  readonly skipNonFinite: boolean;
  readonly optimizer: GradientTransform;
  readonly normalize: Normalize;
  readonly seed: number;
}

/** The states that a step starts from; it disposes of them. */
export interface StepState {
  readonly optimizer: NamedTensorMap;
  readonly rule: NamedTensorMap;
}

/** The states before the first step. */
export function firstStates({ optimizer, rule, parameters }: StepContext): StepState {
  return { optimizer: optimizer.init(parameters), rule: initialState(rule, parameters) };
}

/** What a step tells of itself. Loss and errors are those of the unperturbed parameters. */
export interface StepNumbers extends DiagnosticValues {
  /** Euclidean norm of the change of the parameters, if asked for. */
  readonly updateNorm: number | undefined;
}

/** A step that has been taken, and whose numbers the device may still owe. */
export interface StepTaken {
  readonly state: StepState;
  readonly passes: number;
  readonly hyperparameters: Readonly<Record<string, number>>;
  /**
   * Waits for the numbers; to be called once.
   *
   * @throws NonFiniteGradientError if one is not finite, and such steps are not skipped
   */
  numbers(): Promise<StepNumbers>;
}

/** What a step is taken with. */
export interface StepInput {
  readonly batch: Batch;
  readonly state: StepState;
  /** The optimizer step, 0-based. */
  readonly step: number;
  /** Whether to compute what is not needed for the step: the update's norm, the cosine. */
  readonly measure: boolean;
}

/**
 * One training step: the gradient of a batch by the rule, clipped, and applied by the optimizer. The
 * old states are disposed. Reads nothing back.
 */
export function trainStep(context: StepContext, input: StepInput): StepTaken {
  const { lossFn, options, tensors } = begin(context, input);
  const { rule, parameters } = context;
  try {
    return apply(context, input, computeGradient(rule, lossFn, parameters, options));
  } finally {
    dispose(tensors);
  }
}

/** As {@link trainStep}, for rules that read numbers of backends that give them asynchronously. */
export async function trainStepAsync(context: StepContext, input: StepInput): Promise<StepTaken> {
  const { lossFn, options, tensors } = begin(context, input);
  const { rule, parameters } = context;
  try {
    return apply(context, input, await computeGradientAsync(rule, lossFn, parameters, options));
  } finally {
    dispose(tensors);
  }
}

/** Whether a rule's steps have to be waited for on the present backend. */
export const isAsynchronous = ({ rule }: StepContext) =>
  rule.about.reads === true && !readsAreFree();

function begin(context: StepContext, { batch, state, step, measure }: StepInput) {
  const { model, l2Parameters, l2, skipNonFinite } = context;
  const images = context.normalize(batch.images, batch.size);
  const labels = tensor1d(batch.labels, 'int32');
  const sizes = microBatchSizes(batch.size, context.microBatches);
  const lossFn: LossFunction = (pass) => {
    const part = partOf(sizes, pass.microBatch);
    const logits = model.apply(part(images), { training: true, ...pass }) as Tensor2D;
    const targets = part(labels);
    return {
      losses: crossEntropies(logits, targets, context.loss),
      penalty: l2 > 0 ? l2Penalty(l2Parameters, l2) : undefined,
      metrics: { errorRate: errorRateOf(logits, targets) },
    };
  };
  const options = {
    step,
    seed: foldIn(context.seed, 'step', step),
    state: state.rule,
    microBatches: sizes,
    measure,
    onNonFinite: skipNonFinite ? ('skip' as const) : ('throw' as const),
  };
  return { lossFn, options, tensors: [images, labels] };
}

function apply(
  { optimizer, parameters }: StepContext,
  { state, step, measure }: StepInput,
  { loss, gradients, state: rule, diagnostics, finite, skipped }: GradientResult,
): StepTaken {
  let updateNorm: Scalar | undefined;
  const onUpdates = (updates: NamedTensorMap) => {
    updateNorm = keep(globalNorm(Object.values(updates)));
  };
  const next = skipped
    ? state.optimizer
    : applyUpdates(optimizer, parameters, gradients, state.optimizer, step, {
        finite,
        onUpdates: measure ? onUpdates : undefined,
      });
  dispose([loss, gradients, state.rule, finite ?? []]);
  const { passes, hyperparameters } = diagnostics;
  return {
    state: { optimizer: next, rule },
    passes,
    hyperparameters,
    async numbers() {
      try {
        const values = await diagnostics.read();
        return { ...values, updateNorm: (await updateNorm?.data())?.[0] };
      } finally {
        diagnostics.dispose();
        updateNorm?.dispose();
      }
    },
  };
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
