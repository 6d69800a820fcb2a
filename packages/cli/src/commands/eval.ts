import { useBackend } from '@gnp/backends';
import { readConfigText } from '../config/load-config.js';
import { loadCheckpoint } from '../run-folder/checkpoint.js';
import { openRunFolder } from '../run-folder/run-folder.js';
import { formatNumber, formatPercent } from '../terminal/format.js';
import { styleOf } from '../terminal/style.js';
import { renderRows } from '../terminal/summary.js';
import { evaluate } from '../training/evaluate.js';
import { buildTask } from '../training/task.js';
import { assignVariables } from '../training/training-state.js';
import { setUp, UsageError } from '../usage-error.js';

/** Flags of `gnp eval`. */
export interface EvalOptions {
  readonly backend?: string;
  readonly split: string;
  readonly json?: boolean;
}

/** `gnp eval`: evaluates the last checkpoint of a run. */
export async function evalCommand(dir: string, options: EvalOptions): Promise<number> {
  const { split, json = false } = options;
  if (split !== 'test' && split !== 'train') {
    throw new UsageError(`--split is '${split}'; it is one of test, train.`);
  }
  const { task, config, checkpoint } = await setUp(async () => {
    const folder = await openRunFolder(dir);
    const config = readConfigText(folder.configText);
    const checkpoint = await loadCheckpoint(dir);
    await useBackend(options.backend ?? config.backend);
    const task = buildTask(config);
    assignVariables(task.model, checkpoint.tensors.model);
    return { task, config, checkpoint };
  });
  for (const { path, error } of checkpoint.skipped) console.error(`${path}: ${error.message}`);
  const { labelSmoothing } = config;
  const result = evaluate(task.model, task.dataset, task.dataset[split], { labelSmoothing });
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
