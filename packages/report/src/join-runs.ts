import { groupBy } from './group-by.js';
import type { MetricsLine } from './metrics.js';
import { numberAt } from './metrics.js';
import { labelRuns } from './run-labels.js';
import { settingsOf } from './run-settings.js';
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
  /** Where it is the mean of several: their lowest and highest numbers at each step. */
  readonly extremes?: {
    readonly lowest: readonly MetricsLine[];
    readonly highest: readonly MetricsLine[];
  };
}

/**
 * Names runs by what differs between their configurations, and joins those that differ in their seed
 * alone into their mean at each step. Runs that differ in nothing at all are told apart by 1, 2, …
 *
 * @returns the runs, and the names of their recipes as a title
 */
export function joinRuns(runs: readonly LoggedRun[]): { title: string; runs: NamedRun[] } {
  const groups = [...groupBy(runs, identityOf).values()].flatMap(bySeed);
  const labels = labelRuns(groups.map(([{ config }]) => settingsOf(config)));
  const named = groups.map((group, i): NamedRun => {
    const same = labels.flatMap((label, j) => (label === labels[i] ? [j] : []));
    const base = labels[i] || runName(group[0].config);
    const label = same.length > 1 ? `${base} ${same.indexOf(i) + 1}` : base;
    return group.length > 1
      ? {
          name: `${label} (mean of ${group.length} seeds)`,
          metrics: combinedLines(group, meanOf),
          extremes: {
            lowest: combinedLines(group, (values) => Math.min(...values)),
            highest: combinedLines(group, (values) => Math.max(...values)),
          },
        }
      : { name: label, metrics: group[0].metrics };
  });
  return { title: [...new Set(runs.map(({ config }) => runName(config)))].join(', '), runs: named };
}

function identityOf({ config }: LoggedRun): string {
  return JSON.stringify([...settingsOf(config)]);
}

/** Runs of one configuration in groups that have each seed once. */
function bySeed(runs: readonly LoggedRun[]): LoggedRun[][] {
  const groups: LoggedRun[][] = [];
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

function meanOf(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
