import { join } from 'node:path';
import type { Listing } from '../terminal/listing.js';
import { renderTable } from '../terminal/table.js';
import { stateOfTrial } from './trial-state.js';
import type { TrialState } from './trial-state.js';
import type { Trial } from './trials.js';

/** A run of a sweep, and how far it is. */
export interface SweepRun {
  readonly trial: Trial;
  /** Its place among all of the sweep, which `--trial` takes. */
  readonly index: number;
  /** Its folder. */
  readonly run: string;
  readonly state: TrialState;
}

/**
 * Looks into the folder of each run of a sweep.
 *
 * @throws Error if one holds a run with another configuration, or cannot be read
 */
export async function runsOf(dir: string, trials: readonly Trial[]): Promise<SweepRun[]> {
  const runs: SweepRun[] = [];
  for (const [index, trial] of trials.entries()) {
    const state = await stateOfTrial(dir, trial);
    runs.push({ trial, index, run: join(dir, trial.folder), state });
  }
  return runs;
}

/** What `--list` prints. */
export const runList = (runs: readonly SweepRun[]): Listing => ({
  text: () => [
    renderTable(
      runs.map(({ index, trial, state }) => [
        ...[String(index), trial.name, `seed ${trial.seed}`, state.stage],
      ]),
    ),
  ],
  json: () =>
    runs.map(({ index, trial: { name, seed }, state: { stage }, run }) => ({
      ...{ index, name, seed, stage, run },
    })),
  quiet: () => runs.map(({ run }) => run),
});
