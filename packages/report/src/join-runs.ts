import { groupBy } from './group-by.js';
import { meanOf } from './mean.js';
import type { MetricsLine } from './metrics.js';
import { numberAt } from './metrics.js';
import { labelRuns } from './run-labels.js';
import { settingsOf } from './run-settings.js';
import type { RunSettings } from './run-settings.js';
import type { RunConfig } from './run-title.js';
import { runName } from './run-title.js';

/** A run as it was logged. */
export interface LoggedRun {
  readonly config: RunConfig;
  readonly metrics: readonly MetricsLine[];
}

/** A run and what to call it beside others. */
export interface NamedRun {
  readonly name: string;
  readonly metrics: readonly MetricsLine[];
  /** Where it is the mean of several: at each step one standard error below it and above it. */
  readonly spread?: {
    readonly lower: readonly MetricsLine[];
    readonly upper: readonly MetricsLine[];
  };
  /** What the run is made of, where it is known: many are drawn by what differs. */
  readonly settings?: RunSettings;
}

/** Runs that differ in their seed alone, and what to call them beside others. */
export interface RunGroup<Run extends LoggedRun = LoggedRun> {
  /** The least that tells them from the others. */
  readonly label: string;
  readonly runs: readonly Run[];
  /** As {@link settingsOf} gives them. */
  readonly settings: RunSettings;
}

/**
 * Names runs by what differs between their configurations, and joins those that differ in their seed
 * alone into their mean at each step. Runs that differ in nothing at all are told apart by 1, 2, …
 *
 * @returns the runs, and the names of their recipes as a title
 */
export function joinRuns(runs: readonly LoggedRun[]): { title: string; runs: NamedRun[] } {
  return { title: titleOf(runs), runs: groupRuns(runs).map(joined) };
}

/** The names of the recipes of runs. */
export function titleOf(runs: readonly LoggedRun[]): string {
  return [...new Set(runs.map(({ config }) => runName(config)))].join(', ');
}

/** Runs in groups that differ in their seed alone, in the order of their first ones. */
export function groupRuns<Run extends LoggedRun>(runs: readonly Run[]): RunGroup<Run>[] {
  const groups = [...groupBy(runs, identityOf).values()].flatMap(bySeed);
  const settings = groups.map(([{ config }]) => settingsOf(config));
  const labels = labelRuns(settings);
  return groups.map((group, i) => {
    const same = labels.flatMap((label, j) => (label === labels[i] ? [j] : []));
    const base = labels[i] || runName(group[0].config);
    const label = same.length > 1 ? `${base} ${same.indexOf(i) + 1}` : base;
    return { label, runs: group, settings: settings[i] };
  });
}

/** A group as one run. */
export function joined({ label, runs, settings }: RunGroup): NamedRun {
  if (runs.length === 1) return { name: label, metrics: runs[0].metrics, settings };
  const shifted = (errors: number) =>
    combinedLines(runs, (values) => {
      const { mean, standardError = 0 } = meanOf(values);
      return mean + errors * standardError;
    });
  return {
    name: `${label} (mean of ${runs.length} seeds)`,
    metrics: shifted(0),
    spread: { lower: shifted(-1), upper: shifted(1) },
    settings,
  };
}

function identityOf({ config }: LoggedRun): string {
  return JSON.stringify([...settingsOf(config)]);
}

/** Runs of one configuration in groups that have each seed once. */
function bySeed<Run extends LoggedRun>(runs: readonly Run[]): Run[][] {
  const groups: Run[][] = [];
  for (const sameSeed of groupBy(runs, ({ config }) => JSON.stringify(config.seed)).values()) {
    sameSeed.forEach((run, i) => (groups[i] ??= []).push(run));
  }
  return groups;
}

/** The numbers at the steps that every run has logged, each made one of all of them. */
function combinedLines(
  runs: readonly LoggedRun[],
  combine: (values: readonly number[]) => number,
): MetricsLine[] {
  const placeOf = ({ split, step }: MetricsLine) => `${split} ${step}`;
  const byPlace = runs.map(({ metrics }) => new Map(metrics.map((line) => [placeOf(line), line])));
  return runs[0].metrics.flatMap((line) => {
    const same = byPlace.flatMap((lines) => lines.get(placeOf(line)) ?? []);
    if (same.length < runs.length) return [];
    const combined = Object.entries(line).map(([key, value]) => [
      key,
      typeof value === 'number' ? combine(same.map((other) => numberAt(other, key) ?? NaN)) : value,
    ]);
    return [Object.fromEntries(combined) as MetricsLine];
  });
}
