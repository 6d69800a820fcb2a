import type { Callback } from '../callback.js';
import { explainNonFinite } from './explain-non-finite.js';
import { logMetrics } from './log-metrics.js';
import { logTensorBoard } from './log-tensorboard.js';
import type { LogTensorBoardOptions } from './log-tensorboard.js';
import { rewindMetrics } from './rewind-metrics.js';
import type { RunFolder } from './run-folder.js';
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
