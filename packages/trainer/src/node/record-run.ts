import type { Callback } from '../callback.js';
import type { LoadedCheckpoint } from './checkpoints.js';
import { loadCheckpoint } from './checkpoints.js';
import { listCheckpoints } from './checkpoint-folders.js';
import { logMetrics } from './log-metrics.js';
import { logTensorBoard } from './log-tensorboard.js';
import { rewindRun } from './run-folder.js';
import type { RunFolder } from './run-folder.js';
import { saveCheckpoints } from './save-checkpoints.js';
import type { SaveCheckpointsOptions } from './save-checkpoints.js';

/** The callbacks that fill a run folder: lines of metrics, TensorBoard events, checkpoints. */
export function recordRun(
  { dir, metricsPath, config }: RunFolder,
  options: Omit<SaveCheckpointsOptions, 'config'> = {},
): Callback[] {
  return [
    logMetrics(metricsPath),
    logTensorBoard(dir),
    saveCheckpoints(dir, { ...options, config }),
  ];
}

/**
 * The newest whole checkpoint of a run, to go on from; undefined where none was saved yet. What the
 * folder holds of later steps is removed, since the run will write it anew.
 *
 * @throws Error if there are checkpoints, but none that is whole
 */
export async function resumeRun(folder: RunFolder): Promise<LoadedCheckpoint | undefined> {
  const isNew = (await listCheckpoints(folder.dir)).length === 0;
  const checkpoint = isNew ? undefined : await loadCheckpoint(folder.dir);
  await rewindRun(folder, checkpoint?.step ?? 0);
  return checkpoint;
}
