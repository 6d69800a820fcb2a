import {
  compareRuns,
  formatCount,
  formatDuration,
  formatMeanPercent,
  formatRate,
  formatSetting,
} from '@gnp/report';
import type { ComparedRuns, Mean } from '@gnp/report';
import { styleOf } from '../terminal/style.js';
import { renderTable } from '../terminal/table.js';
import { readRun } from '../training/read-run.js';
import { setUp } from '../usage-error.js';

/** Flags of `gnp compare`. */
export interface CompareFlags {
  readonly json?: boolean;
}

/** `gnp compare`: what differs between the configurations of runs, and what they have come to. */
export async function compareCommand(
  dirs: readonly string[],
  { json = false }: CompareFlags,
): Promise<number> {
  const runs = await setUp(() => Promise.all(dirs.map(readRun)));
  const { title, differing, groups } = compareRuns(runs);
  if (json) {
    const compared = groups.map(({ name, settings, results, runs: own }) => ({
      name,
      runs: own.map(({ folder }) => folder.dir),
      seeds: own.map(({ config }) => config.seed),
      settings,
      ...results,
    }));
    console.log(JSON.stringify({ title, differing, groups: compared }));
    return 0;
  }
  const { dim } = styleOf(process.stdout);
  const head = ['run', ...differing, 'seeds', ...columns.map(([name]) => name)].map(dim);
  const rows = groups.map(({ name, settings, runs: own, results }) => [
    name,
    ...differing.map((path) => formatSetting(settings[path])),
    String(own.length),
    ...columns.map(([, show]) => show(results) ?? '–'),
  ]);
  console.log(renderTable([head, ...rows]));
  return 0;
}

const shown = (value: Mean | undefined, format: (value: number) => string) =>
  value && format(value.mean);

/** The figures by their headings. */
const columns: readonly [
  name: string,
  show: (results: ComparedRuns['results']) => string | undefined,
][] = [
  ['test error', ({ finalError }) => finalError && formatMeanPercent(finalError)],
  ['best', ({ bestError }) => bestError && formatMeanPercent(bestError)],
  ['steps', ({ steps }) => shown(steps, formatCount)],
  ['passes', ({ passes }) => shown(passes, formatCount)],
  ['speed', ({ imagesPerSecond }) => shown(imagesPerSecond, (rate) => formatRate(rate, 'images'))],
  ['time', ({ elapsedMs }) => shown(elapsedMs, formatDuration)],
];
