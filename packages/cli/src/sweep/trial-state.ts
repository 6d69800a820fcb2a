import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runFigures } from '@gnp/report';
import type { LoggedRun, RunFigures } from '@gnp/report';
import { listCheckpoints, openRunFolder, readMetrics } from '@gnp/trainer/node';
import { recordOf } from '../config/load-config.js';
import type { Trial } from './trials.js';

/** How far a run of a sweep is: not begun, begun, or done. */
export interface TrialState {
  readonly stage: 'waiting' | 'begun' | 'done';
  readonly figures?: RunFigures;
  readonly logged?: LoggedRun;
}

/** Keys of `config.yaml` that do not make a run another one. */
const ignoreKeys = ['recipe', 'set', 'versions', 'description', 'backend', 'threads'];

/**
 * Looks into the folder of a run.
 *
 * @throws Error if it holds a run with another configuration, or cannot be read
 */
export async function stateOfTrial(sweepDir: string, trial: Trial): Promise<TrialState> {
  const dir = join(sweepDir, trial.folder);
  if (!existsSync(join(dir, 'config.yaml'))) return { stage: 'waiting' };
  const { config, metricsPath } = await openRunFolder(dir, recordOf(trial.loaded, {}), {
    ignoreKeys,
  });
  const metrics = readMetrics(metricsPath);
  const figures = runFigures(metrics);
  const { final } = figures;
  const isTested = final?.epoch === trial.loaded.config.epochs;
  const kept = isTested ? (await listCheckpoints(dir)).at(-1)?.step : undefined;
  const stage = isTested && kept === final.step ? 'done' : 'begun';
  return { stage, figures, logged: { config, metrics } };
}
