import { formatPercent, linesOf, runFigures } from '@gnp/report';
import { loadCheckpoint, saveCheckpoint } from '../run-folder/checkpoint.js';
import { listCheckpoints } from '../run-folder/checkpoint-folders.js';
import type { MetricsLine } from '../run-folder/metrics.js';
import { openMetricsLog, readMetrics } from '../run-folder/metrics-log.js';
import { rewindRun } from '../run-folder/run-folder.js';
import type { RunFolder } from '../run-folder/run-folder.js';
import { openTensorBoard } from '../run-folder/tensorboard.js';
import { createProgress } from '../terminal/progress.js';
import { styleOf } from '../terminal/style.js';
import { renderSummary } from '../terminal/summary.js';
import { train } from '../training/train.js';
import type { Training } from '../training/train.js';
import { firstStates } from '../training/train-step.js';
import { fromCheckpoint, initialState, toCheckpoint } from '../training/training-state.js';
import type { TrainingState } from '../training/training-state.js';
import { countParameters } from '@gnp/models';
import { setUp } from '../usage-error.js';
import { onInterrupt } from './on-interrupt.js';
import { tensorBoardScalars } from './tensorboard-scalars.js';
import { writeReport } from './write-report.js';

/** A run that is ready to begin or to go on. */
export interface Run {
  readonly training: Training;
  readonly folder: RunFolder;
  readonly resume: boolean;
}

/**
 * Trains to the end or to an interrupt, and leaves metrics, events, checkpoints and the report in the
 * run folder.
 *
 * @returns the exit status: 0, or 130 if it was interrupted
 */
export async function runTraining({ training, folder, resume }: Run): Promise<number> {
  const { config, task, context } = training;
  const fresh = initialState(firstStates(context));
  const state = resume ? await setUp(() => goOn(training, folder, fresh)) : fresh;

  const log = openMetricsLog(folder.metricsPath);
  const events = openTensorBoard(folder.dir, state.step > 0 ? { resumeStep: state.step + 1 } : {});
  const progress = createProgress({
    totalSteps: config.epochs * task.loader.batchesPerEpoch,
    totalEpochs: config.epochs,
    startStep: state.step,
  });
  const interrupt = onInterrupt(() => progress.message('Interrupted: saving a checkpoint …'));
  const tests: MetricsLine[] = linesOf(readMetrics(folder.metricsPath), 'test');
  const best = () => runFigures(tests).best?.step;
  const save = async (at: TrainingState) => {
    // the log says which checkpoint is the best: it must not forget what checkpoints were kept for
    log.flush();
    const checkpoint = await toCheckpoint(at, task.model, config);
    return saveCheckpoint(folder.dir, checkpoint, { best: best() });
  };
  try {
    const finished = await train(training, state, {
      interrupted: interrupt.received,
      step: ({ step, epoch, sums: { loss, errors, images, elapsedMs } }) =>
        progress.update({
          step,
          epoch: epoch + 1,
          loss: loss / images,
          errorRate: errors / images,
          imagesPerSecond: (1000 * images) / elapsedMs,
        }),
      metrics: (line) => {
        log.append(line);
        events.scalars(line.step, tensorBoardScalars(line));
        if (line.split === 'test') {
          tests.push(line);
          progress.message(`epoch ${line.epoch}  test error ${formatPercent(line.errorRate)}`);
        }
      },
      epoch: async (at, checkpointDue) => {
        if (checkpointDue || at.step === best()) await save(at);
      },
    });
    if (!finished) await save(state);
    progress.stop();
    if (!finished) {
      console.error(`Go on with: gnp train --resume --working-dir ${folder.dir}`);
      return 130;
    }
  } finally {
    progress.stop();
    interrupt.stop();
    events.close();
    log.close();
  }
  await finish(training, folder, state);
  return 0;
}

async function goOn(
  { task }: Training,
  folder: RunFolder,
  fresh: TrainingState,
): Promise<TrainingState> {
  if ((await listCheckpoints(folder.dir)).length === 0) {
    console.error('The run has no checkpoint yet, so it starts anew.');
    await rewindRun(folder, 0);
    return fresh;
  }
  const checkpoint = await loadCheckpoint(folder.dir);
  for (const { path, error } of checkpoint.skipped) console.error(`${path}: ${error.message}`);
  await rewindRun(folder, checkpoint.step);
  return fromCheckpoint(checkpoint, task.model, fresh);
}

async function finish({ task }: Training, folder: RunFolder, state: TrainingState): Promise<void> {
  const metrics = readMetrics(folder.metricsPath);
  const { final, best, imagesPerSecond } = runFigures(metrics);
  const kept = await listCheckpoints(folder.dir);
  const checkpoint = kept.find(({ step }) => step === best?.step)?.path;
  const parameters = countParameters(task.model);
  await writeReport(folder, { metrics, parameters });
  const summary = renderSummary(
    {
      errorRate: final?.errorRate,
      loss: final?.loss,
      best: best && { ...best, checkpoint },
      epochs: state.epoch,
      steps: state.step,
      parameters,
      imagesPerSecond,
      elapsedMs: state.elapsedMs,
      dir: folder.dir,
    },
    styleOf(process.stdout),
  );
  console.log(summary);
}
