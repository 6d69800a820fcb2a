import '../tensorflow.js';
import { useBackend } from '@gnp/backends';
import { readRecord } from '../config/load-config.js';
import { applyOverrides } from '../config/overrides.js';
import { parseConfig } from '../config/parse-config.js';
import type { Config } from '../config/schema.js';
import { formatNumber, formatPercent, runFigures } from '@gnp/report';
import { suggest } from '@gnp/options';
import { assignVariables, averageIn, evaluate } from '@gnp/trainer';
import type { TensorMap } from '@gnp/trainer';
import { loadCheckpoint, openRunFolder, readMetrics } from '@gnp/trainer/node';
import type { LoadedCheckpoint, RunFolder } from '@gnp/trainer/node';
import { renderConfusion, rowsOf } from '../terminal/confusion.js';
import { styleOf } from '../terminal/style.js';
import { renderRows } from '../terminal/summary.js';
import { buildEvaluation } from '../training/experiment.js';
import type { SplitName } from '../training/read-dataset.js';
import { setUp, UsageError } from '../usage-error.js';

/** Flags of `gnp eval`. */
export interface EvalOptions {
  readonly backend?: string;
  readonly threads?: string;
  readonly precision?: string;
  readonly split?: string;
  readonly checkpoint: string;
  readonly average?: boolean;
  readonly confusion?: boolean;
  readonly json?: boolean;
}

/** `gnp eval`: evaluates the last checkpoint of a run, or that of its best epoch. */
export async function evalCommand(dir: string, options: EvalOptions): Promise<number> {
  const { checkpoint: which, average = false, confusion = false, json = false } = options;
  checkSplit(options.split);
  if (which !== 'last' && which !== 'best') {
    throw new UsageError(`--checkpoint is '${which}'; it is one of last, best.`);
  }
  const { evaluation, checkpoint } = await setUp(async () => {
    const folder = await openRunFolder(dir);
    const { config: trained } = await readRecord(folder.config);
    const config = withFlags(trained, options);
    const checkpoint = await loadCheckpoint(dir, which === 'best' ? bestStep(folder) : 'latest');
    await useBackend(config.backend, config);
    const evaluation = await buildEvaluation(config, options.split as SplitName | undefined);
    const weights = average ? averageOf(checkpoint) : checkpoint.tensors.model;
    assignVariables(evaluation.model, weights);
    return { evaluation, checkpoint };
  });
  for (const { path, error } of checkpoint.skipped) console.error(`${path}: ${error.message}`);
  const { confusion: counts, ...result } = await evaluate({ ...evaluation, confusion });
  const { step } = checkpoint;
  const { split, classNames } = evaluation;
  if (json) {
    const found = counts && { classNames, confusion: rowsOf(counts) };
    console.log(JSON.stringify({ split, step, ...(average && { average }), ...result, ...found }));
    return 0;
  }
  const style = styleOf(process.stdout);
  const rows: [string, string | undefined][] = [
    [`${split} error`, style.bold(formatPercent(result.errorRate))],
    [
      'top-5 error',
      result.top5ErrorRate === undefined ? undefined : formatPercent(result.top5ErrorRate),
    ],
    [`${split} loss`, formatNumber(result.loss)],
    ['images', String(result.count)],
    ['checkpoint', `step ${step}${average ? ', averaged weights' : ''}`],
  ];
  console.log(renderRows(rows, style));
  if (counts) console.log(`\n${renderConfusion(counts, classNames, style)}`);
  return 0;
}

const splits: readonly string[] = ['test', 'validation', 'train'] satisfies SplitName[];

function checkSplit(split: string | undefined): void {
  if (split === undefined || splits.includes(split)) return;
  throw new UsageError(
    `--split is '${split}'; it is one of ${splits.join(', ')}.${suggest(split, splits)}`,
  );
}

function averageOf(checkpoint: LoadedCheckpoint): TensorMap {
  const average = averageIn(checkpoint);
  if (average) return average;
  throw new Error(
    `The checkpoint ${checkpoint.path} holds no average of the weights: the run was begun without 'weightAverage'.`,
  );
}

function bestStep({ dir, metricsPath }: RunFolder): number {
  const { best } = runFigures(readMetrics(metricsPath));
  if (best) return best.step;
  throw new Error(
    `None of the checkpoints in ${dir} is the best: no epoch of the run was tested yet. Evaluate the last one.`,
  );
}

/**
 * The configuration with what the flags change of it. On another backend than that of training its
 * threads and precision are left behind: that one may not have them.
 */
function withFlags(config: Config, { backend, threads, precision }: EvalOptions): Config {
  const { threads: _, precision: __, ...others } = config;
  const moved = backend !== undefined && backend !== config.backend;
  const flags = Object.entries({ backend, threads, precision }).filter(([, v]) => v !== undefined);
  const overrides = flags.map(([key, value]) => `${key}=${value}`);
  return parseConfig(applyOverrides(moved ? others : config, overrides));
}
