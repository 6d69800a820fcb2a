import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { listCheckpoints, removeLeftovers } from './checkpoint-folders.js';
import { loadCheckpoint } from './checkpoints.js';
import type { LoadedCheckpoint } from './checkpoints.js';
import { configDifferences, listDifferences } from './config-difference.js';
import type { RunFolder, RunFolderOptions } from './run-folder.js';

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
  if ((await listCheckpoints(folder.dir)).length === 0) return undefined;
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
    `${join(dir, 'config.yaml')} was changed since step ${step} (now / then: ${listDifferences(differences)}); change it back, or begin a run in another folder.`,
  );
}
