import { runFigures } from '@gnp/report';
import { averageIn } from '@gnp/trainer';
import type { TensorMap } from '@gnp/trainer';
import { loadCheckpoint, openRunFolder, readMetrics } from '@gnp/trainer/node';
import type { LoadedCheckpoint, RunFolder } from '@gnp/trainer/node';
import { readRecord } from '../config/load-config.js';
import { applyOverrides } from '../config/overrides.js';
import { parseConfig } from '../config/parse-config.js';
import type { Config } from '../config/schema.js';
import { setUp, UsageError } from '../usage-error.js';

/** Flags of the commands that use what a run has trained. */
export interface TrainedRunFlags {
  readonly checkpoint: string;
  /** Takes the average of the weights. */
  readonly average?: boolean;
  readonly backend?: string;
  readonly threads?: string;
  readonly precision?: string;
}

/** A run and one of its checkpoints. */
export interface TrainedRun {
  readonly folder: RunFolder;
  /** The name of its recipe. */
  readonly recipe: string;
  /** What it was trained with, but for what the flags change. */
  readonly config: Config;
  readonly checkpoint: LoadedCheckpoint;
  /** Of its model, or their average. */
  readonly weights: TensorMap;
}

/**
 * Opens a run at its last checkpoint, or at that of its best epoch. Damaged checkpoints that are passed over are told.
 *
 * @throws UsageError if there is no such run or checkpoint, or a flag is wrong
 */
export async function openTrainedRun(dir: string, flags: TrainedRunFlags): Promise<TrainedRun> {
  const { checkpoint: which } = flags;
  if (which !== 'last' && which !== 'best') {
    throw new UsageError(`--checkpoint is '${which}'; it is one of last, best.`);
  }
  return setUp(async () => {
    const folder = await openRunFolder(dir);
    const { recipe, config } = await readRecord(folder.config);
    const changed = withFlags(config, flags);
    const checkpoint = await loadCheckpoint(dir, which === 'best' ? bestStep(folder) : 'latest');
    for (const { path, error } of checkpoint.skipped) console.error(`${path}: ${error.message}`);
    const weights = flags.average ? averageOf(checkpoint) : checkpoint.tensors.model;
    return { folder, recipe, config: changed, checkpoint, weights };
  });
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
    `None of the checkpoints in ${dir} is the best: no epoch of the run was tested yet. Take the last one.`,
  );
}

/**
 * The configuration with what the flags change of it. On another backend than that of training its
 * threads and precision are left behind: that one may not have them.
 */
function withFlags(config: Config, { backend, threads, precision }: TrainedRunFlags): Config {
  const { threads: _, precision: __, ...others } = config;
  const moved = backend !== undefined && backend !== config.backend;
  const flags = Object.entries({ backend, threads, precision }).filter(([, v]) => v !== undefined);
  const overrides = flags.map(([key, value]) => `${key}=${value}`);
  return parseConfig(applyOverrides(moved ? others : config, overrides));
}
