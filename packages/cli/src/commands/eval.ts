import '../tensorflow.js';
import { useBackend } from '@gnp/backends';
import { formatNumber, formatPercent } from '@gnp/report';
import { assignVariables, evaluate } from '@gnp/trainer';
import { styleOf } from '../terminal/style.js';
import { renderRows } from '../terminal/summary.js';
import { buildEvaluation } from '../training/experiment.js';
import { openTrainedRun } from '../training/trained-run.js';
import type { TrainedRunFlags } from '../training/trained-run.js';
import { setUp, UsageError } from '../usage-error.js';

/** Flags of `gnp eval`. */
export interface EvalOptions extends TrainedRunFlags {
  readonly split: string;
  readonly json?: boolean;
}

/** `gnp eval`: evaluates the last checkpoint of a run, or that of its best epoch. */
export async function evalCommand(dir: string, options: EvalOptions): Promise<number> {
  const { split, json = false } = options;
  if (split !== 'test' && split !== 'train') {
    throw new UsageError(`--split is '${split}'; it is one of test, train.`);
  }
  const { config, checkpoint } = await openTrainedRun(dir, options);
  const evaluation = await setUp(async () => {
    await useBackend(config.backend, config);
    const evaluation = await buildEvaluation(config, split);
    assignVariables(evaluation.model, checkpoint.tensors.model);
    return evaluation;
  });
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
