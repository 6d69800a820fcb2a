import { basename } from 'node:path';
import { parse } from 'yaml';
import type { MetricsLine, MetricsValue } from '../run-folder/metrics.js';
import type { NamedRun } from '@gnp/report';

/** A run folder as read. */
export interface ReadRun {
  readonly dir: string;
  readonly configText: string;
  readonly metrics: readonly MetricsLine[];
}

/**
 * Joins runs that differ in nothing but their seed into one, the mean of their lines at each step, and
 * names each group by its folder and the number of its seeds.
 */
export function groupSeeds(runs: readonly ReadRun[]): NamedRun[] {
  const groups = new Map<string, ReadRun[]>();
  for (const run of runs) {
    const config = parse(run.configText) as Record<string, unknown>;
    const key = JSON.stringify({ ...config, seed: 0, versions: undefined, description: undefined });
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups.values()].map((group) => ({
    name: basename(group[0].dir) + (group.length > 1 ? ` (mean of ${group.length} seeds)` : ''),
    metrics: group.length > 1 ? meanLines(group.map(({ metrics }) => metrics)) : group[0].metrics,
  }));
}

/** The means of the numbers at the steps that every run has logged. */
function meanLines(runs: readonly (readonly MetricsLine[])[]): MetricsLine[] {
  return runs[0].flatMap((line) => {
    const same = runs.map((lines) =>
      lines.find(({ split, step }) => split === line.split && step === line.step),
    );
    const found = same.filter((other): other is MetricsLine => other !== undefined);
    if (found.length < runs.length) return [];
    const means = Object.entries(line).map(([key, value]) => [
      key,
      typeof value === 'number' ? meanOf(found.map((other) => other[key])) : value,
    ]);
    return [Object.fromEntries(means) as MetricsLine];
  });
}

function meanOf(values: readonly MetricsValue[]): number {
  return values.reduce<number>((total, value) => total + Number(value ?? NaN), 0) / values.length;
}
