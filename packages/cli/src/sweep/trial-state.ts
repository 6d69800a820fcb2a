import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runFigures } from '@gnp/report';
import type { LoggedRun, RunFigures } from '@gnp/report';
import type { Checkpoint } from '@gnp/trainer';
import {
  checkSameConfig,
  listCheckpoints,
  openRunFolder,
  readCheckpointContents,
  readMetrics,
} from '@gnp/trainer/node';
import { stringify } from 'yaml';
import { placeKeys, readRecord } from '../config/load-config.js';
import type { Trial } from './trials.js';

/** How far a run of a sweep is: not begun, begun, or done. */
export interface TrialState {
  readonly stage: 'waiting' | 'begun' | 'done';
  readonly figures?: RunFigures;
  readonly logged?: LoggedRun;
}

/** Keys of `config.yaml` that do not make a run another one. */
const ignoreKeys = ['description', 'backend', 'threads', ...placeKeys];

/**
 * Looks into the folder of a run. One whose last test is there is done when its last state is saved, or, where its
 * checkpoints were deleted since, nobody was killed while it wrote there.
 *
 * @throws Error if it holds a run with another configuration, or cannot be read
 */
export async function stateOfTrial(sweepDir: string, trial: Trial): Promise<TrialState> {
  const dir = join(sweepDir, trial.folder);
  if (!existsSync(join(dir, 'config.yaml'))) return { stage: 'waiting' };
  const { config, metricsPath } = await openRunFolder(dir);
  const { config: own } = await readRecord(config, join(dir, 'config.yaml'));
  const wanted = trial.loaded.config;
  checkSameConfig(dir, stringify(own), stringify(wanted), {
    // what auto stands for the run has chosen
    ignoreKeys: wanted.microBatches === 'auto' ? [...ignoreKeys, 'microBatches'] : ignoreKeys,
    wayOut: 'choose another folder for the sweep',
  });
  const metrics = readMetrics(metricsPath);
  const figures = runFigures(metrics);
  const { final } = figures;
  const { epochs, steps } = wanted;
  const kept = final && (await listCheckpoints(dir)).at(-1);
  const isOver =
    (steps === undefined ? final?.epoch === epochs : final?.step === steps) ||
    (kept && (await endedEarly(kept.path)));
  const isKept = kept ? kept.step === final.step : !existsSync(join(dir, 'lock'));
  return { stage: isOver && isKept ? 'done' : 'begun', figures, logged: { config, metrics } };
}

/** Whether a run was finished at a checkpoint, before its last epoch, as early stopping and budgets do. */
async function endedEarly(checkpoint: string): Promise<boolean> {
  const { state } = (await readCheckpointContents(checkpoint)) as Pick<Checkpoint, 'state'>;
  return state.early !== undefined;
}
