import { globalNorm } from '@gnp/core';
import type { Schedule } from '@gnp/warmup';
import type { Config } from '../config/schema.js';
import type { TestMetrics, TrainMetrics } from '../run-folder/metrics.js';
import { evaluate } from './evaluate.js';
import { addStep, emptyInterval } from './interval.js';
import type { Interval } from './interval.js';
import type { Task } from './task.js';
import { trainStep } from './train-step.js';
import type { StepContext, StepResult } from './train-step.js';
import type { TrainingState } from './training-state.js';

/** What a run needs besides its state. */
export interface Training {
  readonly config: Config;
  readonly task: Task;
  readonly context: StepContext;
  readonly learningRate: Schedule;
}

/** What happens outside while a run goes on. */
export interface TrainingEvents {
  /** After every step; the state's interval holds the sums since the last line of metrics. */
  step?(state: TrainingState): void;
  metrics(line: TrainMetrics | TestMetrics): void;
  checkpoint(state: TrainingState): Promise<void>;
  /** Asked between steps: true ends the run there. */
  interrupted(): boolean;
}

/**
 * Runs from `state`, which it moves along, to the last epoch, or to where it is interrupted.
 *
 * @returns whether the run has come to its end
 * @throws NonFiniteGradientError where training diverges
 */
export async function train(
  training: Training,
  state: TrainingState,
  events: TrainingEvents,
): Promise<boolean> {
  const { config } = training;
  while (state.epoch < config.epochs) {
    if (!(await trainEpoch(training, state, events))) return false;
    const last = state.epoch === config.epochs;
    if (last || state.epoch % config.evaluateEveryEpochs === 0) {
      events.metrics(testMetrics(training, state));
    }
    if (last || state.epoch % config.checkpointEveryEpochs === 0) await events.checkpoint(state);
  }
  return true;
}

/** The rest of the epoch in progress; false if it was interrupted. */
async function trainEpoch(
  { config, task, context, learningRate }: Training,
  state: TrainingState,
  events: TrainingEvents,
): Promise<boolean> {
  const { loader } = task;
  for (const batch of loader.epoch(state.epoch, { startBatch: state.batchIndex })) {
    // Lets signals and streams have their turn: everything else in a step is synchronous.
    await new Promise(setImmediate);
    if (events.interrupted()) return false;

    const started = performance.now();
    const lastOfEpoch = state.batchIndex + 1 === loader.batchesPerEpoch;
    const logs = lastOfEpoch || (state.step + 1) % config.logEverySteps === 0;
    const result = trainStep(context, batch, state, state.step, logs);
    const elapsedMs = performance.now() - started;

    state.interval = addStep(state.interval, result, batch.size, elapsedMs);
    state.optimizer = result.optimizerState;
    state.rule = result.ruleState;
    state.elapsedMs += elapsedMs;
    const rate = learningRate(state.step);
    state.step++;
    state.batchIndex++;
    events.step?.(state);
    if (logs) {
      const parameterNorm = globalNorm(context.parameters);
      events.metrics(trainMetrics(state, result, rate, parameterNorm));
      state.interval = emptyInterval();
    }
  }
  state.epoch++;
  state.batchIndex = 0;
  return true;
}

function trainMetrics(
  { interval, step, epoch, elapsedMs }: TrainingState,
  { diagnostics, updateNorm }: StepResult,
  learningRate: number,
  parameterNorm: number,
): TrainMetrics {
  const { hyperparameters, skipped: _, ...measured } = diagnostics;
  return {
    split: 'train',
    step,
    epoch: epoch + 1,
    loss: interval.loss / interval.images,
    errorRate: interval.errors / interval.images,
    learningRate,
    r: 0,
    alpha: 0,
    ...hyperparameters,
    ...measured,
    skippedSteps: interval.skipped || undefined,
    updateNorm: updateNorm ?? NaN,
    parameterNorm,
    imagesPerSecond: rateOf(interval),
    stepTimeMs: interval.elapsedMs / interval.steps,
    elapsedMs,
  };
}

function testMetrics({ config, task }: Training, state: TrainingState): TestMetrics {
  const started = performance.now();
  const { dataset, model } = task;
  const { loss, errorRate } = evaluate(model, dataset, dataset.test, {
    labelSmoothing: config.labelSmoothing,
  });
  state.elapsedMs += performance.now() - started;
  const { step, epoch, elapsedMs } = state;
  return { split: 'test', step, epoch, loss, errorRate, elapsedMs };
}

function rateOf({ images, elapsedMs }: Interval): number {
  return (1000 * images) / elapsedMs;
}
