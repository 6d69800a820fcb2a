import type { RunFigures } from './figures.js';
import { runFigures } from './figures.js';
import type { LoggedRun, RunGroup } from './join-runs.js';
import { groupRuns, titleOf } from './join-runs.js';
import type { Mean } from './mean.js';
import { meanOf } from './mean.js';
import { differingPaths, isName } from './run-labels.js';

/** What the runs of a configuration have come to: means over their seeds; undefined where one does not tell. */
export interface RunResults {
  /** The last test error, a fraction. */
  readonly finalError?: Mean;
  /** The lowest test error of each run. */
  readonly bestError?: Mean;
  readonly epochs?: Mean;
  readonly steps?: Mean;
  /** Forward-backward passes, in those of plain training, where one is a step. */
  readonly passes?: Mean;
  readonly imagesPerSecond?: Mean;
  /** The part of the time that was spent waiting for data. */
  readonly waitingShare?: Mean;
  readonly elapsedMs?: Mean;
}

/** A configuration among several. */
export interface ComparedRuns<Run extends LoggedRun = LoggedRun> {
  /** The least that tells it from the others. */
  readonly name: string;
  readonly runs: readonly Run[];
  /** What differs between the configurations, by path; null where one has no such setting. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly results: RunResults;
}

/** Runs beside one another, those that differ in their seed alone as one. */
export interface Comparison<Run extends LoggedRun = LoggedRun> {
  /** The names of their recipes. */
  readonly title: string;
  /** The paths of the settings that differ: names, then options, the rule's first. */
  readonly differing: readonly string[];
  readonly groups: readonly ComparedRuns<Run>[];
}

/** Compares runs: their configurations, and the figures that they have come to. */
export function compareRuns<Run extends LoggedRun>(runs: readonly Run[]): Comparison<Run> {
  const groups = groupRuns(runs);
  const differing = differingPaths(groups.map(({ settings }) => settings)).sort(
    (a, b) => Number(isName(b)) - Number(isName(a)),
  );
  return {
    title: titleOf(runs),
    differing,
    groups: groups.map((group) => ({
      name: group.label,
      runs: group.runs,
      settings: settingsAt(group, differing),
      results: resultsOf(group.runs.map(({ metrics }) => runFigures(metrics))),
    })),
  };
}

function settingsAt({ settings }: RunGroup, paths: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(paths.map((path) => [path, JSON.parse(settings.get(path) ?? 'null')]));
}

/** The means of figures over runs. */
function resultsOf(figures: readonly RunFigures[]): RunResults {
  const mean = (valueOf: (of: RunFigures) => number | undefined): Mean | undefined => {
    const values = figures.map(valueOf).filter((value) => value !== undefined);
    return values.length > 0 && values.length === figures.length ? meanOf(values) : undefined;
  };
  return {
    finalError: mean(({ final }) => final?.errorRate),
    bestError: mean(({ best }) => best?.errorRate),
    epochs: mean(({ epochs }) => epochs),
    steps: mean(({ steps }) => steps),
    passes: mean(({ passes }) => passes),
    imagesPerSecond: mean(({ imagesPerSecond }) => imagesPerSecond),
    waitingShare: mean(({ waitingShare }) => waitingShare),
    elapsedMs: mean(({ elapsedMs }) => elapsedMs),
  };
}
