import '../tensorflow.js';
import { useBackend } from '@gnp/backends';
import { readRecord } from '../config/load-config.js';
import { applyOverrides } from '../config/overrides.js';
import { parseConfig } from '../config/parse-config.js';
import type { Config } from '../config/schema.js';
import { formatNumber, formatPercent, runFigures } from '@gnp/report';
import { assignVariables, evaluate } from '@gnp/trainer';
import { loadCheckpoint, openRunFolder, readMetrics } from '@gnp/trainer/node';
import type { RunFolder } from '@gnp/trainer/node';
import { styleOf } from '../terminal/style.js';
import { renderRows } from '../terminal/summary.js';
import { buildEvaluation } from '../training/experiment.js';
import { setUp, UsageError } from '../usage-error.js';

/** Flags of `gnp eval`. */
export interface EvalOptions {
  readonly backend?: string;
  readonly threads?: string;
  readonly precision?: string;
  readonly split: string;
  readonly checkpoint: string;
  readonly json?: boolean;
}

/** `gnp eval`: evaluates the last checkpoint of a run, or that of its best epoch. */
export async function evalCommand(dir: string, options: EvalOptions): Promise<number> {
  const { split, checkpoint: which, json = false } = options;
  if (split !== 'test' && split !== 'train') {
    throw new UsageError(`--split is '${split}'; it is one of test, train.`);
  }
  if (which !== 'last' && which !== 'best') {
    throw new UsageError(`--checkpoint is '${which}'; it is one of last, best.`);
  }
  const { evaluation, checkpoint } = await setUp(async () => {
    const folder = await openRunFolder(dir);
    const { config: trained } = await readRecord(folder.config);
    const config = withFlags(trained, options);
    const checkpoint = await loadCheckpoint(dir, which === 'best' ? bestStep(folder) : 'latest');
    await useBackend(config.backend, config);
    const evaluation = await buildEvaluation(config, split);
    assignVariables(evaluation.model, checkpoint.tensors.model);
    return { evaluation, checkpoint };
  });
  for (const { path, error } of checkpoint.skipped) console.error(`${path}: ${error.message}`);
  const result = await evaluate(evaluation);
  const { step } = checkpoint;
  if (json) {
    console.log(JSON.stringify({ split, step, ...result }));
    return 0;
  }
  const style = styleOf(process.stdout);
  const rows: [string, string][] = [
    [`${split} error`, style.bold(formatPercent(result.errorRate))],
    [`${split} loss`, formatNumber(result.loss)],
    ['images', String(result.count)],
    ['checkpoint', `step ${step}`],
  ];
  console.log(renderRows(rows, style));
  return 0;
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
