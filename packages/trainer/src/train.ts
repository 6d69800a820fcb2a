import { dispose } from '@tensorflow/tfjs-core';
import { readsAreFree } from '@gnp/ops';
import { checkCount } from '@gnp/options';
import type { BatchSource } from './batch.js';
import { batchesOf } from './batches-of.js';
import type { Callback, Ending, Run } from './callback.js';
import type { Checkpoint } from './checkpoint.js';
import { evaluate } from './evaluate.js';
import type { Evaluation, Predictions } from './evaluate.js';
import { addTime, noSums } from './log-sums.js';
import type { MetricsLine } from './metrics.js';
import { nextTurn } from './next-turn.js';
import { checkNames, Notifier } from './notify.js';
import { tensorsOf } from './on-device.js';
import { PendingSteps } from './pending-steps.js';
import { restoreCheckpoint, takeCheckpoint } from './resume.js';
import { timeBesides } from './time-besides.js';
import { trainMetrics } from './train-metrics.js';
import { trainStep } from './train-step.js';
import type { StepSettings } from './train-step.js';
import { firstState } from './training-state.js';

/** What {@link train} is given. Schedules stand where numbers stand: in the rule and the optimizer. */
export interface TrainingOptions extends StepSettings {
  /** The batches to train on. */
  readonly data: BatchSource;
  /** How many epochs the run goes on for, at least 1. */
  readonly epochs: number;
  /** Ends the run after so many optimizer steps, if it is not over before; within an epoch as at its end. */
  readonly steps?: number | undefined;
  /** What the model is evaluated on; default: nothing. Its epoch 0 is gone through each time. */
  readonly testData?: BatchSource | undefined;
  /** What `testData` are called in lines of metrics where they are not the test images, as `validation`. */
  readonly testedOn?: string | undefined;
  /** Whether to count at each test which classes are taken for which, see {@link TrainingResult}. Default false. */
  readonly confusion?: boolean | undefined;
  /** Whether to keep at each test what each example was taken for, see {@link TrainingResult}. Default false. */
  readonly predictions?: boolean | undefined;
  /** Every so many epochs, and after the last. Default 1. */
  readonly evaluateEveryEpochs?: number;
  /** Lines of training metrics tell of so many steps each; an epoch's last line, of what is left. Default 10. */
  readonly logEverySteps?: number;
  /** Skips up to so many steps in a row whose loss or gradient is not finite. Default 0: they are errors. */
  readonly skipNonFinite?: number | undefined;
  /** Called in their order. */
  readonly callbacks?: readonly Callback[];
  /** Where to go on from, in place of the beginning. */
  readonly startFrom?: Checkpoint | undefined;
}

/** How a run came out. */
export interface TrainingResult {
  /** Whether it came to its last epoch or was finished by a callback, and was not stopped before. */
  readonly finished: boolean;
  /** Why it was finished before its last epoch, where it was. */
  readonly early?: string | undefined;
  /** Optimizer steps done. */
  readonly step: number;
  /** Epochs done. */
  readonly epoch: number;
  /** Milliseconds of training and evaluation, all sittings together. */
  readonly elapsedMs: number;
  /** The lines of metrics of this sitting. */
  readonly history: readonly MetricsLine[];
  /** [classes, classes] of the last test of this sitting, if asked for, as {@link Evaluation} has it. */
  readonly confusion?: Int32Array | undefined;
  /** Of the last test of this sitting, if asked for. */
  readonly predictions?: Predictions | undefined;
}

/** How many steps the numbers may lag behind, where a read would stall the device. */
const lag = 2;

/**
 * Trains a model, in place, from objects: the same loop is behind the `gnp` command.
 *
 * The same seed, data and backend give the same bits, also where a run goes on from a checkpoint. The
 * optimizer's and the rule's states are freed in the end, however it comes.
 *
 * @example
 * ```ts
 * const { history } = await train({
 *   model,
 *   data: tensorBatches({ images, labels }, { batchSize: 32 }),
 *   rule: gnp({ r: 0.05, alpha: 0.8 }),
 *   optimizer: sgd({ learningRate: 0.1 }),
 *   epochs: 10,
 *   callbacks: [printEpochs()],
 * });
 * ```
 *
 * @throws TrainingDataError if data end early, fail, or do not fit the model
 * @throws CallbackError if a callback throws
 * @throws NonFiniteGradientError where training diverges
 * @throws Error if settings are impossible, or the checkpoint is of another run
 */
export async function train(options: TrainingOptions): Promise<TrainingResult> {
  const { model, data, rule, testData, callbacks = [] } = options;
  const { evaluateEveryEpochs = 1, logEverySteps = 10, skipNonFinite = 0, startFrom } = options;
  const { batchesPerEpoch } = data;
  checkCount('epochs', options.epochs);
  checkCount('data.batchesPerEpoch', batchesPerEpoch);
  if (options.steps !== undefined) checkCount('steps', options.steps);
  checkCount('evaluateEveryEpochs', evaluateEveryEpochs);
  checkCount('logEverySteps', logEverySteps);
  checkCount('skipNonFinite', skipNonFinite, 0);
  checkNames(callbacks);

  const totalSteps = Math.min(options.epochs * batchesPerEpoch, options.steps ?? Infinity);
  const epochs = Math.ceil(totalSteps / batchesPerEpoch);
  const step = trainStep(options);
  const fresh = firstState(step.firstState());
  const state = startFrom ? restoreCheckpoint(startFrom, model, fresh, callbacks) : fresh;
  const pending = new PendingSteps(state, skipNonFinite);
  const history: MetricsLine[] = [];
  let isStopping = false;
  /** What the last test counted besides figures. */
  let counted: Pick<Evaluation, 'confusion' | 'predictions'> = {};
  const otherTime = timeBesides(state.elapsedMs);
  const run: Run = {
    model,
    parameters: step.parameters,
    rule,
    epochs,
    totalSteps,
    batchesPerEpoch,
    state,
    stop: () => void (isStopping = true),
    finish: (reason) => void (state.early ??= reason),
    async checkpoint() {
      await pending.settle();
      return takeCheckpoint(model, state, callbacks);
    },
  };
  const isOver = () => isStopping || state.early !== undefined;
  const notifier = new Notifier(callbacks, run);
  const onGradients = notifier.showGradients;
  const log = async (line: MetricsLine) => {
    history.push(line);
    await notifier.tell('onMetrics', line);
  };
  const reportSteps = async () => {
    for (const report of pending.reports()) await notifier.tell('onStepEnd', report);
  };

  /** Of the epoch in progress: fewer of the last where the run ends within it. */
  const batchesOfEpoch = () =>
    Math.min(batchesPerEpoch, totalSteps - state.epoch * batchesPerEpoch);

  /** The rest of the epoch in progress, up to where the run is stopped. */
  const trainEpoch = async () => {
    let mark = performance.now();
    for await (const { batch, what } of batchesOf(data, state)) {
      await nextTurn();
      if (isOver()) return dispose(tensorsOf(batch));
      const dataMs = performance.now() - mark;
      const isLast = state.batchIndex + 1 === batchesOfEpoch();
      const logs = isLast || (state.step + 1) % logEverySteps === 0;
      const how = {
        step: state.step,
        measure: logs,
        skipNonFinite: skipNonFinite > 0,
        what,
        onGradients,
      };
      const taken = await step.takeAsync(batch, state, how);
      Object.assign(state, taken.state);
      state.step++;
      state.batchIndex++;
      pending.add(taken);
      await notifier.tell('onStepTaken');
      const numbers = await pending.settle(logs || readsAreFree() ? 0 : lag);
      const elapsedMs = performance.now() - mark;
      state.elapsedMs += elapsedMs;
      state.sums = addTime(state.sums, elapsedMs, dataMs);
      let line: MetricsLine | undefined;
      if (logs && numbers) {
        line = await trainMetrics(options, step.parameters, state, taken, numbers);
        state.sums = noSums(); // before a callback may take a checkpoint
      }
      try {
        await reportSteps();
      } finally {
        if (line) await log(line); // no line is lost for a callback that throws
      }
      if (isLast) return;
      mark = performance.now();
    }
  };

  const test = async (source: BatchSource): Promise<MetricsLine> => {
    const started = performance.now();
    const evaluateNow = () => evaluate({ ...options, data: source });
    const { count: _, confusion, predictions, ...figures } = await evaluateNow();
    counted = { confusion, predictions };
    const more = await notifier.figures(evaluateNow);
    const testTimeMs = performance.now() - started;
    state.elapsedMs += testTimeMs;
    state.testedStep = state.step;
    const { step, elapsedMs } = state;
    const otherTimeMs = otherTime.since(elapsedMs);
    const epoch = state.epoch + (state.batchIndex > 0 ? 1 : 0);
    const { testedOn } = options;
    const times = { testTimeMs, otherTimeMs, elapsedMs };
    return { split: 'test', testedOn, step, epoch, ...figures, ...more, ...times };
  };

  const trainEpochs = async () => {
    await notifier.tell('onTrainBegin');
    while (state.epoch < epochs && !isOver()) {
      await notifier.tell('onEpochBegin');
      if (state.batchIndex < batchesOfEpoch()) await trainEpoch();
      await pending.settle();
      await reportSteps();
      if (state.batchIndex < batchesOfEpoch()) break;
      const isLast = state.epoch + 1 === epochs || state.early !== undefined;
      const isDue = isLast || (state.epoch + 1) % evaluateEveryEpochs === 0;
      // a run that fails in here is resumed at the end of the epoch, and tested again
      const line = testData && isDue ? await test(testData) : undefined;
      state.epoch++;
      state.batchIndex = 0;
      if (line) await log(line);
      await notifier.tell('onEpochEnd');
    }
    const isUntested = state.early !== undefined && state.testedStep !== state.step;
    if (testData && isUntested) await log(await test(testData));
  };

  try {
    const ending = await trainEpochs().then(
      (): Ending =>
        state.epoch === epochs
          ? { reason: 'finished' }
          : state.early !== undefined
            ? { reason: 'finished', early: state.early }
            : { reason: 'stopped' },
      (error: unknown): Ending => ({ reason: 'failed', error }),
    );
    await notifier.end(ending);
    const { step, epoch, elapsedMs } = state;
    const finished = ending.reason === 'finished';
    const early = finished ? ending.early : undefined;
    return { finished, early, step, epoch, elapsedMs, history, ...counted };
  } finally {
    await pending.discard();
    dispose([state.optimizer, state.rule]);
    for (const callback of callbacks) callback.dispose?.();
  }
}
