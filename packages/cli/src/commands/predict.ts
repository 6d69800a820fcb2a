import '../tensorflow.js';
import { formatPercent } from '@gnp/report';
import { imageFilesOf } from '../predict/image-files.js';
import { predictFiles } from '../predict/predict-files.js';
import type { FileResult } from '../predict/predict-files.js';
import { printListing } from '../terminal/listing.js';
import type { ListingFlags } from '../terminal/listing.js';
import { renderTable } from '../terminal/table.js';
import type { DatasetFacts } from '../training/dataset-facts.js';
import { loadTrainedModel } from '../training/trained-model.js';
import { openTrainedRun } from '../training/trained-run.js';
import type { TrainedRunFlags } from '../training/trained-run.js';
import { UsageError } from '../usage-error.js';

/** Flags of `gnp predict`. */
export interface PredictFlags extends TrainedRunFlags, ListingFlags {
  readonly top: string;
}

/**
 * `gnp predict`: the likeliest classes of image files and of folders of them, by a checkpoint of a run.
 *
 * @returns the exit status: 0, or 1 if some of the files could not be predicted
 */
export async function predictCommand(
  dir: string,
  paths: readonly string[],
  { top, ...flags }: PredictFlags,
): Promise<number> {
  if (!/^[1-9]\d*$/.test(top)) {
    throw new UsageError(`--top is '${top}'; expected a whole number from 1 on.`);
  }
  const run = await openTrainedRun(dir, flags);
  const trained = await loadTrainedModel(run);
  const files = (await Promise.all(paths.map(imageFilesOf))).flat();
  const results: FileResult[] = [];
  let told = false;
  for await (const result of predictFiles(files, trained, run.config, Number(top))) {
    const { path } = result;
    results.push(result);
    if ('error' in result) console.error(`${path}: ${messageOf(result)}`);
    else if (result.resized && !told) {
      tellOfResizing(path, trained.facts);
      told = true;
    }
  }
  const good = results.filter((result) => 'predictions' in result);
  printListing(
    {
      text: () => (good.length > 0 ? [predictionTable(good)] : []),
      json: () => results.map(recordOf),
      quiet: () => results.map((result) => ('error' in result ? '' : result.predictions[0].name)),
    },
    flags,
  );
  return good.length < results.length ? 1 : 0;
}

type Good = Extract<FileResult, { readonly predictions: unknown }>;

const predictionTable = (results: readonly Good[]) =>
  renderTable(
    results.map(({ path, predictions }) => [
      path,
      ...predictions.map(({ name, probability }) => `${name} ${formatPercent(probability)}`),
    ]),
  );

type Failed = Extract<FileResult, { readonly error: string }>;

const messageOf = ({ path, error }: Failed) => error.replace(`"${path}"`, 'the file');

const recordOf = (result: FileResult) =>
  'error' in result
    ? { file: result.path, error: messageOf(result) }
    : { file: result.path, predictions: result.predictions };

function tellOfResizing(path: string, { shape, input }: DatasetFacts): void {
  const { height, width } = shape ?? input;
  console.error(
    `${path} does not have the size of the data set's images: it, and others like it, are resized to ${height}x${width} pixels.`,
  );
}
