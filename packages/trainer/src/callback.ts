import type { NamedTensorMap } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Rule } from '@gnp/core';
import type { ModelVariables } from '@gnp/models';
import type { Checkpoint } from './checkpoint.js';
import type { Evaluation } from './evaluate.js';
import type { MetricsLine, MetricsValue } from './metrics.js';
import type { TrainingState } from './training-state.js';

/** A run as callbacks see it. */
export interface Run {
  readonly model: LayersModel;
  /** What is trained, by name. */
  readonly parameters: ModelVariables;
  readonly rule: Rule;
  /** How many epochs the run goes on for. */
  readonly epochs: number;
  /** How many steps it has, and when it ends: with the last epoch, or within it. */
  readonly totalSteps: number;
  readonly batchesPerEpoch: number;
  /** Where it stands: steps and epochs done, sums since the last line of metrics, time. */
  readonly state: Readonly<TrainingState>;
  /** Ends the run before its next step, to go on another time. */
  stop(): void;
  /**
   * Ends the run before its next step, as done: its last state is tested, and it counts as finished. The first reason is
   * kept.
   */
  finish(reason: string): void;
  /** All that is needed to go on from here, as plain data. */
  checkpoint(): Promise<Checkpoint>;
}

/** What a step came to, once its numbers are there. */
export interface StepReport {
  /** Optimizer steps done with it. */
  readonly step: number;
  /** The epoch it belongs to, 1 for the first. */
  readonly epoch: number;
  /** How many images it was taken on. */
  readonly images: number;
  /** Mean loss of its images, NaN or infinite where the step was skipped for it. */
  readonly loss: number;
  readonly errorRate: number;
  readonly gradientNorm: number;
  /** Euclidean norm of the change of the parameters, where it was measured: at steps that are logged. */
  readonly updateNorm?: number | undefined;
  /** Where the optimizer has one. */
  readonly learningRate?: number | undefined;
  /** The rule's own numbers at the step. */
  readonly hyperparameters: Readonly<Record<string, number>>;
  /** Whether it changed nothing, since its numbers are not finite. */
  readonly isSkipped: boolean;
}

/** How a run ended: by its last epoch or {@link Run.finish}, by {@link Run.stop}, or by an error. */
export type Ending =
  | { readonly reason: 'finished'; readonly early?: string | undefined }
  | { readonly reason: 'stopped' }
  | { readonly reason: 'failed'; readonly error: unknown };

/** What a callback remembers from sitting to sitting. */
export interface CallbackState {
  /** Plain JSON without NaN or Infinity. */
  readonly values?: unknown;
  /** They stay the callback's own when they are saved, and become its own when they are loaded. */
  readonly tensors?: NamedTensorMap;
}

/**
 * Takes part in a run, as a Keras callback does. Whatever it leaves out does not happen; what returns a
 * promise is waited for; what throws ends the run with a `CallbackError`, once all callbacks have been told.
 */
export interface Callback {
  /** Names it in errors, and its state in checkpoints: needed where it has any. */
  readonly name?: string;
  /** Before the first step of this sitting. */
  onTrainBegin?(run: Run): void | Promise<void>;
  /** Before the first step of an epoch, or of what is left of it. */
  onEpochBegin?(run: Run): void | Promise<void>;
  /**
   * With the gradient of each step by parameter, before the optimizer takes it. The tensors are the loop's own: clone and
   * keep what is wanted for longer. The state is that before the step.
   */
  onGradients?(run: Run, gradients: NamedTensorMap): void;
  /** After a step's update, before its numbers are there: the state has counted it. */
  onStepTaken?(run: Run): void | Promise<void>;
  /** After a step; some steps late where reading its numbers at once would stall the device. */
  onStepEnd?(run: Run, step: StepReport): void | Promise<void>;
  /**
   * Adds figures to a line of tests.
   *
   * @param evaluate tests the model as it is now, which must be afterwards what it was
   */
  onTest?(
    run: Run,
    evaluate: () => Promise<Evaluation>,
  ): Readonly<Record<string, MetricsValue>> | Promise<Readonly<Record<string, MetricsValue>>>;
  /** After each line of metrics, of training and of tests. */
  onMetrics?(run: Run, line: MetricsLine): void | Promise<void>;
  /** After an epoch and its test. */
  onEpochEnd?(run: Run): void | Promise<void>;
  /** At the end, however it came, if {@link Callback.onTrainBegin} was called: frees what that took. */
  onTrainEnd?(run: Run, ending: Ending): void | Promise<void>;
  /** What it must remember; called when a checkpoint is taken. */
  save?(): CallbackState;
  /** Takes back what {@link Callback.save} gave, before {@link Callback.onTrainBegin}. */
  load?(state: CallbackState): void;
  /** Frees the tensors that it saves and loads; after the end, when no checkpoint is taken any more. */
  dispose?(): void;
}

/** What a callback is called. */
export function nameOf(callback: Callback): string {
  return callback.name ?? 'unnamed';
}
