import { formatMeanPercent, formatRate, meanOf } from '@gnp/report';
import type { Mean } from '@gnp/report';
import type { Style } from '../terminal/style.js';
import { renderTable } from '../terminal/table.js';
import type { TrialState } from './trial-state.js';
import type { Trial } from './trials.js';

/** What the runs of a trial that are done have come to. */
export interface TrialResult {
  readonly name: string;
  /** Seeds whose runs are done. */
  readonly seeds: readonly number[];
  /** How many there shall be. */
  readonly of: number;
  /** Of the last epoch, a fraction. */
  readonly finalError?: Mean;
  /** Of the epoch with the lowest test error of each run. */
  readonly bestError?: Mean;
  readonly imagesPerSecond?: Mean;
  /** What the errors were measured on, where not the test images. */
  readonly testedOn?: string;
}

/** The results of a sweep, trial by trial. */
export function resultsOf(
  runs: readonly { readonly trial: Trial; readonly state: TrialState }[],
): TrialResult[] {
  const names = [...new Set(runs.map(({ trial }) => trial.name))];
  return names.map((name) => {
    const own = runs.filter(({ trial }) => trial.name === name);
    const done = own.filter(({ state }) => state.stage === 'done');
    const mean = (value: (state: TrialState) => number | undefined) =>
      meanOf(done.map(({ state }) => value(state) ?? NaN));
    const testedOn = done[0]?.state.figures?.final?.testedOn;
    return {
      name,
      ...(testedOn !== undefined && { testedOn }),
      seeds: done.map(({ trial }) => trial.seed),
      of: own.length,
      ...(done.length > 0 && {
        finalError: mean(({ figures }) => figures?.final?.errorRate),
        bestError: mean(({ figures }) => figures?.best?.errorRate),
        imagesPerSecond: mean(({ figures }) => figures?.imagesPerSecond),
      }),
    };
  });
}

/** A row for each trial: errors as mean ± standard error over the seeds that are done. */
export function renderResults(results: readonly TrialResult[], { dim }: Style): string {
  const percent = (value?: Mean) => (value ? formatMeanPercent(value) : '–');
  const testedOn = results.find((result) => result.testedOn)?.testedOn ?? 'test';
  const header = ['trial', 'seeds', `${testedOn} error`, 'best', 'speed'].map(dim);
  return renderTable([
    header,
    ...results.map(({ name, seeds, of, finalError, bestError, imagesPerSecond }) => [
      name,
      `${seeds.length}/${of}`,
      percent(finalError),
      percent(bestError),
      imagesPerSecond ? formatRate(imagesPerSecond.mean, 'images') : '–',
    ]),
  ]);
}
