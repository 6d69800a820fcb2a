import '../tensorflow.js';
import { useBackend } from '@gnp/backends';
import { suggest } from '@gnp/options';
import { formatNumber, formatPercent } from '@gnp/report';
import { assignVariables, evaluate } from '@gnp/trainer';
import { renderConfusion, rowsOf } from '../terminal/confusion.js';
import { printListing } from '../terminal/listing.js';
import type { ListingFlags } from '../terminal/listing.js';
import { styleOf } from '../terminal/style.js';
import { renderRows } from '../terminal/summary.js';
import { buildEvaluation } from '../training/evaluation.js';
import type { SplitName } from '../training/read-dataset.js';
import { openTrainedRun } from '../training/trained-run.js';
import type { TrainedRunFlags } from '../training/trained-run.js';
import { setUp, UsageError } from '../usage-error.js';

/** Flags of `gnp eval`. */
export interface EvalOptions extends TrainedRunFlags, ListingFlags {
  readonly split?: string;
  readonly confusion?: boolean;
}

/** `gnp eval`: evaluates the last checkpoint of a run, or that of its best epoch. */
export async function evalCommand(dir: string, options: EvalOptions): Promise<number> {
  const { average = false, confusion = false } = options;
  checkSplit(options.split);
  const { config, checkpoint, weights } = await openTrainedRun(dir, options);
  const evaluation = await setUp(async () => {
    await useBackend(config.backend, config);
    const evaluation = await buildEvaluation(config, options.split as SplitName | undefined);
    assignVariables(evaluation.model, weights);
    return evaluation;
  });
  const { confusion: counts, ...result } = await evaluate({ ...evaluation, confusion });
  const { step } = checkpoint;
  const { split, classNames } = evaluation;
  const style = styleOf(process.stdout);
  const rows = () =>
    renderRows(
      [
        [`${split} error`, style.bold(formatPercent(result.errorRate))],
        [
          'top-5 error',
          result.top5ErrorRate === undefined ? undefined : formatPercent(result.top5ErrorRate),
        ],
        [`${split} loss`, formatNumber(result.loss)],
        ['images', String(result.count)],
        ['checkpoint', `step ${step}${average ? ', averaged weights' : ''}`],
      ],
      style,
    );
  printListing(
    {
      text: () => [rows(), ...(counts ? [`\n${renderConfusion(counts, classNames, style)}`] : [])],
      json: () => ({
        ...{ split, step },
        ...(average && { average }),
        ...result,
        ...(counts && { classNames, confusion: rowsOf(counts) }),
      }),
      quiet: () => [result.errorRate],
    },
    options,
  );
  return 0;
}

const splits: readonly string[] = ['test', 'validation', 'train'] satisfies SplitName[];

function checkSplit(split: string | undefined): void {
  if (split === undefined || splits.includes(split)) return;
  throw new UsageError(
    `--split is '${split}'; it is one of ${splits.join(', ')}.${suggest(split, splits)}`,
  );
}
