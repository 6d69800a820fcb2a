import { dispose, keep, mul, slice } from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { computeGradient, computeGradientAsync, initialState, microBatchSizes } from '@gnp/core';
import type { DiagnosticValues, GradientResult, LossFunction, Rule } from '@gnp/core';
import { trainableVariables } from '@gnp/models';
import type { ModelVariables } from '@gnp/models';
import { globalNorm, readsAreFree } from '@gnp/ops';
import { applyUpdates, learningRateAt } from '@gnp/optim';
import type { GradientTransform } from '@gnp/optim';
import { foldIn } from '@gnp/random';
import type { Batch } from './batch.js';
import { checkModel } from './check-model.js';
import { crossEntropy, errorRateOf } from './loss.js';
import type { Loss } from './loss.js';
import { onDevice } from './on-device.js';
import type { DeviceBatch, Preprocess } from './on-device.js';
import type { WeightPenalty } from './weight-penalty.js';

/** What a step is taken with; all but the first three may be left out. */
export interface StepSettings {
  /** Gives [size, classes] for [size, …]: logits, where the loss is cross-entropy. */
  readonly model: LayersModel;
  /** Which gradient to follow, as `gnp({ r: 0.05, alpha: 0.8 })` of `@gnp/core`. */
  readonly rule: Rule;
  /** How to move along it, as `sgd({ learningRate: 0.1 })` of `@gnp/optim`. */
  readonly optimizer: GradientTransform;
  /** The loss of each example. Default: cross-entropy. */
  readonly loss?: Loss;
  /** What is added to the mean of the losses in every pass, as `l2(5e-4)`. Default: nothing. */
  readonly weightPenalty?: WeightPenalty | undefined;
  /**
   * [classes], what the loss of an example is multiplied by, by its class; `balancedWeights` makes them.
   * The mean stays over the number of examples. Default: all 1.
   */
  readonly classWeights?: readonly number[] | undefined;
  /** What the device does with a batch's images first, as `normalizer(dataset)`. Default: nothing. */
  readonly preprocess?: Preprocess | undefined;
  /** In how many parts a batch is computed, to fit it into memory. Default 1. */
  readonly microBatches?: number;
  /** Seed of everything random within steps, such as dropout. Default 0. */
  readonly seed?: number;
}

/** The states that a step starts from; it disposes of them. */
export interface StepState {
  readonly optimizer: NamedTensorMap;
  readonly rule: NamedTensorMap;
}

/** Which step, and what to do besides. */
export interface StepOptions {
  /** The optimizer step, 0-based. */
  readonly step: number;
  /** Whether to compute what is not needed for the step: the update's norm, the cosine. Default false. */
  readonly measure?: boolean;
  /** Whether numbers that are not finite skip the step, in place of an error. Default false. */
  readonly skipNonFinite?: boolean;
  /** Is shown the gradient that the optimizer is about to take, and may not dispose of it. Default: nobody. */
  readonly onGradients?: ((gradients: NamedTensorMap) => void) | undefined;
  /** What the batch is called in errors. Default 'The batch'. */
  readonly what?: string | undefined;
}

/** What a step tells of itself. Loss and error rate are those of the unperturbed parameters. */
export interface StepNumbers extends DiagnosticValues {
  /** Euclidean norm of the change of the parameters, if measured. */
  readonly updateNorm: number | undefined;
}

/** A step that has been taken, and whose numbers the device may still owe. */
export interface StepTaken {
  readonly state: StepState;
  /** How many examples it was taken on. */
  readonly size: number;
  /** Forward and backward passes, in those of plain training. */
  readonly passes: number;
  /** The rule's own numbers at the step. */
  readonly hyperparameters: Readonly<Record<string, number>>;
  /** Where the optimizer has one. */
  readonly learningRate: number | undefined;
  /**
   * Waits for the numbers; to be called once, and also where nobody wants them: it frees them.
   *
   * @throws NonFiniteGradientError if one is not finite, and such steps are not skipped
   */
  numbers(): Promise<StepNumbers>;
}

/**
 * One training step: puts a batch on the device, computes its gradient by the rule, and applies it by
 * the optimizer. `train` takes it again and again; programs with a loop of their own can, too. Reads
 * nothing back.
 *
 * @example
 * ```ts
 * const step = trainStep({ model, rule: gnp({ r: 0.05, alpha: 0.8 }), optimizer: sgd({ learningRate: 0.1 }) });
 * let state = step.firstState();
 * for (const [i, batch] of batches.entries()) {
 *   const taken = step.take(batch, state, { step: i });
 *   state = taken.state;
 *   const { loss } = await taken.numbers();
 * }
 * tf.dispose(state);
 * ```
 */
export interface TrainStep {
  /** What is trained, by name. */
  readonly parameters: ModelVariables;
  /** The states before the first step. */
  firstState(): StepState;
  /**
   * @throws TrainingDataError if the batch does not fit the model
   * @throws NonFiniteGradientError if a number is not finite, where that is known at once
   * @throws Error if the rule reads numbers and the backend gives them asynchronously only
   */
  take(batch: Batch, state: StepState, options: StepOptions): StepTaken;
  /** As {@link TrainStep.take}, waiting where a rule must read numbers that come asynchronously. */
  takeAsync(batch: Batch, state: StepState, options: StepOptions): Promise<StepTaken>;
}

/**
 * Makes the training step of a model, see {@link TrainStep}.
 *
 * @throws Error if the model's outputs are not what the loss takes
 * @throws RangeError if there are not as many class weights as classes
 */
export function trainStep(settings: StepSettings): TrainStep {
  const { model, rule, optimizer, loss = crossEntropy(), preprocess, classWeights } = settings;
  const { inputShape, classes } = checkModel(model, loss, classWeights);
  const { weightPenalty, microBatches = 1, seed = 0 } = settings;
  const parameters = trainableVariables(model);
  const isAsynchronous = () => rule.about.reads === true && !readsAreFree();

  /** What the rule asks the loss of, and with what. */
  const problem = (batch: DeviceBatch, state: StepState, options: StepOptions) => {
    const { step, measure = false, skipNonFinite = false } = options;
    const sizes = microBatchSizes(batch.size, microBatches);
    const lossFn: LossFunction = (pass) => {
      const part = partOf(sizes, pass.microBatch);
      const outputs = model.apply(part(batch.images), { training: true, ...pass }) as Tensor2D;
      const labels = part(batch.labels);
      const losses = loss(outputs, labels);
      return {
        losses: batch.weights ? mul(losses, part(batch.weights)) : losses,
        penalty: weightPenalty?.(parameters),
        // what the first pass reports counts
        ...(pass.index === 0 && { metrics: { errorRate: errorRateOf(outputs, labels) } }),
      };
    };
    const how = {
      step,
      seed: foldIn(seed, 'step', step),
      state: state.rule,
      microBatches: sizes,
      measure,
      onNonFinite: skipNonFinite ? ('skip' as const) : ('throw' as const),
    };
    return [rule, lossFn, parameters, how] as const;
  };

  const apply = (
    size: number,
    state: StepState,
    { step, measure = false, onGradients }: StepOptions,
    { loss, gradients, state: next, diagnostics, finite, skipped }: GradientResult,
  ): StepTaken => {
    let updateNorm: Scalar | undefined;
    const onUpdates = (updates: NamedTensorMap) => {
      updateNorm = keep(globalNorm(Object.values(updates)));
    };
    onGradients?.(gradients);
    const moved = skipped
      ? state.optimizer
      : applyUpdates(optimizer, parameters, gradients, state.optimizer, step, {
          finite,
          onUpdates: measure ? onUpdates : undefined,
        });
    dispose([loss, gradients, state.rule, finite ?? []]);
    const { passes, hyperparameters } = diagnostics;
    return {
      state: { optimizer: moved, rule: next },
      size,
      passes,
      hyperparameters,
      learningRate: learningRateAt(optimizer, step),
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
  };

  const put = (batch: Batch, { what }: StepOptions) =>
    onDevice(batch, { inputShape, classes, preprocess, classWeights }, what);
  const free = ({ images, labels, weights }: DeviceBatch) =>
    dispose([images, labels, weights ?? []]);
  const take: TrainStep['take'] = (given, state, options) => {
    const batch = put(given, options);
    try {
      const result = computeGradient(...problem(batch, state, options));
      return apply(batch.size, state, options, result);
    } finally {
      free(batch);
    }
  };
  return {
    parameters,
    firstState: () => ({
      optimizer: optimizer.init(parameters),
      rule: initialState(rule, parameters),
    }),
    take,
    async takeAsync(given, state, options) {
      if (!isAsynchronous()) return take(given, state, options);
      const batch = put(given, options);
      try {
        const result = await computeGradientAsync(...problem(batch, state, options));
        return apply(batch.size, state, options, result);
      } finally {
        free(batch);
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
