import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Callback } from '../callback.js';
import type { LoadedCheckpoint } from './checkpoints.js';
import { loadCheckpoint } from './checkpoints.js';
import { listCheckpoints, removeLeftovers } from './checkpoint-folders.js';
import { configDifferences } from './config-difference.js';
import { explainNonFinite } from './explain-non-finite.js';
import { logMetrics } from './log-metrics.js';
import { logTensorBoard } from './log-tensorboard.js';
import type { LogTensorBoardOptions } from './log-tensorboard.js';
import type { RunFolder, RunFolderOptions } from './run-folder.js';
import { truncateMetrics } from './metrics-log.js';
import { saveCheckpoints } from './save-checkpoints.js';
import type { SaveCheckpointsOptions } from './save-checkpoints.js';

/** Options of {@link recordRun}. */
export interface RecordRunOptions
  extends Omit<SaveCheckpointsOptions, 'config'>, LogTensorBoardOptions {}

/** The callbacks that fill a run folder: lines of metrics, TensorBoard events, checkpoints, what went wrong. */
export function recordRun(folder: RunFolder, options: RecordRunOptions = {}): Callback[] {
  const { dir, metricsPath, config } = folder;
  return [
    rewindMetrics(folder),
    logMetrics(metricsPath),
    logTensorBoard(dir, options),
    saveCheckpoints(dir, { ...options, config }),
    explainNonFinite(dir),
  ];
}

/**
 * Drops lines of metrics after the step at which the run goes on, once its state is restored: they are written anew.
 * Later checkpoints, which may only be unreadable for now, stay until the next one is whole.
 */
function rewindMetrics({ dir, metricsPath }: RunFolder): Callback {
  return {
    name: 'rewindMetrics',
    async onTrainBegin({ state: { step } }) {
      const saved = await listCheckpoints(dir);
      if (step === 0 && saved.length > 0) {
        throw new Error(
          `${dir} has checkpoints up to step ${saved[saved.length - 1].step}, but the run begins at step 0: go on from 'resumeRun', or choose another folder.`,
        );
      }
      await truncateMetrics(metricsPath, step);
    },
  };
}

/**
 * The newest whole checkpoint of a run, to go on from; undefined where none was saved yet. Nothing of the folder is
 * changed but what writers that died have left.
 *
 * @throws Error if there are checkpoints, but none that is whole; if one cannot be read, or was written by another
 *   version, though it may be whole; or if `config.yaml` is not what the checkpoint was saved with
 */
export async function resumeRun(
  folder: RunFolder,
  options: RunFolderOptions = {},
): Promise<LoadedCheckpoint | undefined> {
  await removeLeftovers(folder.dir);
  const isNew = (await listCheckpoints(folder.dir)).length === 0;
  if (isNew) return undefined;
  const checkpoint = await loadCheckpoint(folder.dir);
  checkConfig(folder, checkpoint, options);
  const { step } = checkpoint;
  if (step > 0 && !existsSync(folder.metricsPath)) {
    process.emitWarning(
      `${folder.metricsPath} is missing: what the run logged up to step ${step} is lost.`,
      'RunWarning',
    );
  }
  return checkpoint;
}

function checkConfig(
  { dir, configText }: RunFolder,
  { config, step }: LoadedCheckpoint,
  { ignoreKeys }: RunFolderOptions,
): void {
  if (config === undefined) return; // saved without recordRun
  const differences = configDifferences(configText, stringify(config), ignoreKeys);
  if (differences.length === 0) return;
  throw new Error(
    `${join(dir, 'config.yaml')} was changed since step ${step} (now / then: ${differences.slice(0, 3).join('; ')}); change it back, or begin a run in another folder.`,
  );
}
