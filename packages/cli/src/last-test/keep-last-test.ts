import { existsSync } from 'node:fs';
import { evaluate } from '@gnp/trainer';
import type { Evaluation, TrainingOptions, TrainingResult } from '@gnp/trainer';
import type { RunFolder } from '@gnp/trainer/node';
import { drawSamples } from './draw-samples.js';
import type { TestedSplit } from './draw-samples.js';
import { samplesPath, writeSamples } from './samples-file.js';
import { testedSplit } from '../training/read-dataset.js';
import type { SplitDataset } from '../training/read-dataset.js';
import { rowsOf } from '../terminal/confusion.js';
import { writeConfusion } from './confusion-file.js';

/** The run that was tested, and its folder. */
interface TestedRun {
  readonly training: TrainingOptions;
  readonly folder: RunFolder;
  readonly dataset: SplitDataset;
}

type Counts = Pick<Evaluation, 'confusion' | 'predictions'>;

/**
 * Keeps in the folder of a run that is done what its last test counted: which classes were taken for which, and some of the
 * images.
 *
 * @returns [classes, classes], where the run was tested now
 */
export async function keepLastTest(
  run: TestedRun,
  result: TrainingResult,
): Promise<Int32Array | undefined> {
  const { folder, dataset } = run;
  const { classNames } = dataset;
  const { step } = result;
  const split = testedSplit(dataset);
  const { confusion, predictions } = await countsOf(run, result);
  if (confusion) {
    await writeConfusion(folder.dir, { step, split, classNames, confusion: rowsOf(confusion) });
  }
  if (predictions) {
    await keepSamples(folder.dir, {
      ...{ split, step, classNames, predictions },
      source: dataset[split]!,
    });
  }
  return confusion;
}

/** A run that was killed between its last checkpoint and its end has not kept them: it is tested once more. */
async function countsOf(
  { training, folder }: TestedRun,
  { confusion, predictions }: TrainingResult,
): Promise<Counts> {
  const { testData } = training;
  if (predictions || !testData || existsSync(samplesPath(folder.dir)))
    return { confusion, predictions };
  return evaluate({ ...training, data: testData });
}

/** The training is worth more than its pictures: an image that cannot be read any more is told. */
async function keepSamples(runDir: string, tested: TestedSplit): Promise<void> {
  let samples;
  try {
    samples = await drawSamples(tested);
  } catch (error) {
    console.error(`No sample images were kept: ${(error as Error).message}`);
  }
  if (samples) await writeSamples(runDir, samples);
}
