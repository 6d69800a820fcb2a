import '../tensorflow.js';
import { formatPercent } from '@gnp/report';
import { imageFilesOf } from '../predict/image-files.js';
import { predictFiles } from '../predict/predict-files.js';
import { renderTable } from '../terminal/table.js';
import type { DatasetFacts } from '../training/dataset-facts.js';
import { loadTrainedModel } from '../training/trained-model.js';
import { openTrainedRun } from '../training/trained-run.js';
import type { TrainedRunFlags } from '../training/trained-run.js';
import { UsageError } from '../usage-error.js';

/** Flags of `gnp predict`. */
export interface PredictFlags extends TrainedRunFlags {
  readonly top: string;
  readonly json?: boolean;
}

/**
 * `gnp predict`: the likeliest classes of image files and of folders of them, by a checkpoint of a run.
 *
 * @returns the exit status: 0, or 1 if some of the files could not be predicted
 */
export async function predictCommand(
  dir: string,
  paths: readonly string[],
  { top, json = false, ...flags }: PredictFlags,
): Promise<number> {
  if (!/^[1-9]\d*$/.test(top)) {
    throw new UsageError(`--top is '${top}'; expected a whole number from 1 on.`);
  }
  const run = await openTrainedRun(dir, flags);
  const trained = await loadTrainedModel(run);
  const files = (await Promise.all(paths.map(imageFilesOf))).flat();
  const rows: string[][] = [];
  let [failed, told] = [false, false];
  for await (const result of predictFiles(files, trained, run.config, Number(top))) {
    const { path } = result;
    if ('error' in result) {
      failed = true;
      console.error(`${path}: ${result.error.replace(`"${path}"`, 'the file')}`);
      continue;
    }
    const { predictions, resized } = result;
    if (resized && !told) tellOfResizing(path, trained.facts);
    told ||= resized;
    if (json) console.log(JSON.stringify({ file: path, predictions }));
    else {
      const words = predictions.map(
        ({ name, probability }) => `${name} ${formatPercent(probability)}`,
      );
      rows.push([path, ...words]);
    }
  }
  if (rows.length > 0) console.log(renderTable(rows));
  return failed ? 1 : 0;
}

function tellOfResizing(path: string, { shape, input }: DatasetFacts): void {
  const { height, width } = shape ?? input;
  console.error(
    `${path} does not have the size of the data set's images: it, and others like it, are resized to ${height}x${width} pixels.`,
  );
}
