import { adaptToLoad } from '@gnp/backends';
import { runFigures } from '@gnp/report';
import { train } from '@gnp/trainer';
import type { Callback, Checkpoint, TrainingOptions } from '@gnp/trainer';
import { listCheckpoints, readMetrics, recordRun, stopOnInterrupt } from '@gnp/trainer/node';
import type { RecordRunOptions, RunFolder } from '@gnp/trainer/node';
import { countParameters } from '@gnp/models';
import { errorTrend } from '../terminal/error-trend.js';
import { drawsSparklines, styleOf } from '../terminal/style.js';
import { mostConfused } from '../terminal/confusion.js';
import { renderSummary } from '../terminal/summary.js';
import type { Progress } from '../terminal/progress.js';
import type { SplitDataset } from '../training/read-dataset.js';
import { keepLastTest } from '../last-test/keep-last-test.js';
import { showProgress, warningsAlone } from './show-progress.js';
import { checkReplaceable, writeReport } from './write-report.js';
import type { ReportContents } from './write-report.js';

/** A run that is ready to begin or to go on. */
export interface PreparedRun {
  readonly training: TrainingOptions;
  readonly folder: RunFolder;
  readonly startFrom: Checkpoint | undefined;
  /** When checkpoints and histograms are due. */
  readonly record: RecordRunOptions;
  /** What it is trained and tested on. */
  readonly dataset: SplitDataset;
  /** Shows no progress, and prints the run folder in place of the summary. */
  readonly quiet: boolean;
}

/** Where the grain is adaptive, and another choice is better now. */
function tellOfLoad(progress: Pick<Progress, 'message'> | undefined): void {
  const change = adaptToLoad();
  if (change !== undefined) progress?.message(change);
}

/**
 * Trains to the end or to an interrupt, and leaves metrics, events, checkpoints and the report in the
 * run folder.
 *
 * @returns the exit status: 0, or if it was interrupted 128 and the number of the signal
 */
export async function runTraining(prepared: PreparedRun): Promise<number> {
  const { training, folder, startFrom, record, dataset, quiet } = prepared;
  const progress = quiet ? warningsAlone : showProgress();
  const interrupts = stopOnInterrupt((isFirst) =>
    progress.message(
      isFirst
        ? 'Interrupted: saving a checkpoint …'
        : 'A checkpoint is being saved; once more ends the run without it.',
    ),
  );
  const callbacks: Callback[] = [
    progress,
    { name: 'adaptToLoad', onStepEnd: () => tellOfLoad(quiet ? undefined : progress) },
    interrupts,
    ...(training.callbacks ?? []),
    ...recordRun(folder, record),
  ];
  const result = await train({ ...training, startFrom, callbacks });
  const { step, epoch, early, elapsedMs } = result;
  if (!result.finished) {
    console.error(`Go on with: gnp train --resume --working-dir ${folder.dir}`);
    return interrupts.exitStatus() ?? 130;
  }
  const metrics = readMetrics(folder.metricsPath);
  const parameters = countParameters(training.model);
  const { final, best, imagesPerSecond } = runFigures(metrics);
  if (startFrom?.step === step) {
    console.error(
      `The run is done: ${early ?? 'its epochs are over'}. To train on from its weights: gnp train RECIPE --init-from ${folder.dir}`,
    );
  }
  const confusion = await keepLastTest(prepared, result);
  const kept = await listCheckpoints(folder.dir);
  const checkpoint = kept.find((one) => one.step === best?.step)?.path;
  await reportUnlessOther(folder, { metrics, parameters });
  const summary = {
    ...final,
    confused: confusion && mostConfused(confusion, dataset.classNames, 1)[0],
    early,
    best: best && { ...best, checkpoint },
    epochs: epoch,
    steps: step,
    parameters,
    imagesPerSecond,
    elapsedMs,
    dir: folder.dir,
    trend: drawsSparklines(process.stdout) ? errorTrend(metrics) : undefined,
  };
  console.log(quiet ? folder.dir : renderSummary(summary, styleOf(process.stdout)));
  return 0;
}

/** The training is worth more than its report: a file in its place is told, and stays. */
async function reportUnlessOther(folder: RunFolder, contents: ReportContents): Promise<void> {
  try {
    await checkReplaceable(folder.reportPath);
  } catch (error) {
    console.error(`No report was written: ${(error as Error).message}`);
    return;
  }
  await writeReport(folder, contents);
}
