import { globalNorm, readsAreFree } from '@gnp/ops';
import type { Schedule } from '@gnp/warmup';
import type { Config } from '../config/schema.js';
import type { TestMetrics, TrainMetrics } from '../run-folder/metrics.js';
import { evaluate } from './evaluate.js';
import { addStep, noSums } from './log-sums.js';
import type { LogSums } from './log-sums.js';
import type { Task } from './task.js';
import { isAsynchronous, trainStep, trainStepAsync } from './train-step.js';
import type { StepContext, StepNumbers, StepTaken } from './train-step.js';
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
  /** After every step; the state holds the sums since the last line of metrics. */
  step?(state: TrainingState): void;
  metrics(line: TrainMetrics | TestMetrics): void;
  /** After every epoch and its metrics; `checkpointDue` where the configuration asks for a checkpoint. */
  epoch(state: TrainingState, checkpointDue: boolean): Promise<void>;
  /** Asked between steps: true ends the run there. */
  interrupted(): boolean;
}

/** A step whose numbers have not been looked at. */
interface Pending {
  readonly taken: StepTaken;
  readonly images: number;
  readonly elapsedMs: number;
}

/** How many steps the numbers may lag behind, where a read would stall the device. */
const lag = 2;

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
      events.metrics(await testMetrics(training, state));
    }
    await events.epoch(state, last || state.epoch % config.checkpointEveryEpochs === 0);
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
  const pending: Pending[] = [];
  const settle = async (atMost: number): Promise<StepNumbers | undefined> => {
    let numbers: StepNumbers | undefined;
    while (pending.length > atMost) {
      const { taken, images, elapsedMs } = pending.shift() as Pending;
      numbers = await taken.numbers();
      noteSkips(state, numbers, config.skipNonFinite);
      state.sums = addStep(state.sums, numbers, images, elapsedMs);
      events.step?.(state);
    }
    return numbers;
  };
  for (const batch of loader.epoch(state.epoch, { startBatch: state.batchIndex })) {
    // Lets signals and streams have their turn: everything else in a step is synchronous.
    await new Promise(setImmediate);
    if (events.interrupted()) {
      await settle(0);
      return false;
    }
    const started = performance.now();
    const lastOfEpoch = state.batchIndex + 1 === loader.batchesPerEpoch;
    const logs = lastOfEpoch || (state.step + 1) % config.logEverySteps === 0;
    const { step, optimizer, rule } = state;
    const input = { batch, state: { optimizer, rule }, step, measure: logs };
    const taken = isAsynchronous(context)
      ? await trainStepAsync(context, input)
      : trainStep(context, input);
    Object.assign(state, taken.state);
    state.step++;
    state.batchIndex++;
    const elapsedMs = performance.now() - started;
    state.elapsedMs += elapsedMs;
    pending.push({ taken, images: batch.size, elapsedMs });
    const numbers = await settle(logs || readsAreFree() ? 0 : lag);
    if (logs && numbers) {
      const norm = globalNorm(Object.values(context.parameters));
      const [parameterNorm] = await norm.data();
      norm.dispose();
      const rates = { learningRate: learningRate(step), parameterNorm };
      events.metrics(trainMetrics(state, context.rule.name, taken, numbers, rates));
      state.sums = noSums();
    }
  }
  state.epoch++;
  state.batchIndex = 0;
  return true;
}

/** @throws NonFiniteGradientError if more steps in a row were skipped than may be */
function noteSkips(
  state: TrainingState,
  { skipped }: StepNumbers,
  limit: number | undefined,
): void {
  state.skippedInRow = skipped ? state.skippedInRow + 1 : 0;
  if (skipped && limit !== undefined && state.skippedInRow > limit) throw skipped;
}

function trainMetrics(
  { sums, step, epoch, elapsedMs }: TrainingState,
  ruleName: string,
  { hyperparameters, passes }: StepTaken,
  { skipped: _, metrics: __, loss: ___, updateNorm, ...measured }: StepNumbers,
  rates: { learningRate: number; parameterNorm: number },
): TrainMetrics {
  return {
    split: 'train',
    step,
    epoch: epoch + 1,
    loss: sums.loss / sums.images,
    errorRate: sums.errors / sums.images,
    ...rates,
    rule: { name: ruleName, ...hyperparameters },
    passes,
    ...measured,
    skippedSteps: sums.skipped || undefined,
    updateNorm: updateNorm ?? NaN,
    imagesPerSecond: rateOf(sums),
    stepTimeMs: sums.elapsedMs / sums.steps,
    elapsedMs,
  };
}

async function testMetrics({ config, task }: Training, state: TrainingState): Promise<TestMetrics> {
  const started = performance.now();
  const { dataset, model } = task;
  const { labelSmoothing } = config;
  const { loss, errorRate } = await evaluate(model, dataset, dataset.test, { labelSmoothing });
  state.elapsedMs += performance.now() - started;
  const { step, epoch, elapsedMs } = state;
  return { split: 'test', step, epoch, loss, errorRate, elapsedMs };
}

function rateOf({ images, elapsedMs }: LogSums): number {
  return (1000 * images) / elapsedMs;
}
