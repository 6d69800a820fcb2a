import {
  compareRuns,
  formatCount,
  formatDuration,
  formatMeanPercent,
  formatRate,
  formatSetting,
  joinRuns,
  runFigures,
} from '@gnp/report';
import type { ComparedRuns, Comparison, Mean } from '@gnp/report';
import { errorTrends } from '../terminal/error-trend.js';
import { printListing, renderListing } from '../terminal/listing.js';
import type { ListingFlags } from '../terminal/listing.js';
import { drawsSparklines, widthOf } from '../terminal/style.js';
import { readRuns } from '../training/read-run.js';
import type { ReadRun } from '../training/read-run.js';

/** `gnp compare`: what differs between the configurations of runs, and what they have come to. */
export async function compareCommand(
  dirs: readonly string[],
  flags: ListingFlags,
): Promise<number> {
  const runs = await readRuns(dirs);
  const comparison = compareRuns(runs);
  printListing(
    {
      text: () => [comparisonTable(comparison)],
      json: () => comparisonRecord(comparison),
      quiet: () => bestFirst(runs).map(({ folder }) => folder.dir),
    },
    flags,
  );
  return 0;
}

function comparisonTable({ differing, groups }: Comparison): string {
  const { stdout } = process;
  const tableWith = (heading: readonly string[], trends: readonly (string | undefined)[]) =>
    renderListing(
      ['run', ...differing, 'seeds', ...columns.map(([name]) => name), ...heading],
      groups.map(({ name, settings, runs, results }, i) => [
        name,
        ...differing.map((path) => formatSetting(settings[path])),
        String(runs.length),
        ...columns.map(([, show]) => show(results) ?? '–'),
        trends[i] ?? '',
      ]),
    );
  const narrow = tableWith([], []);
  if (!drawsSparklines(stdout)) return narrow;
  const means = groups.map(({ runs }) => joinRuns(runs).runs[0].metrics);
  const wide = tableWith(['trend'], errorTrends(means));
  const width = Math.max(...wide.split('\n').map(widthOf));
  return width < stdout.columns ? wide : narrow;
}

const comparisonRecord = ({ title, differing, groups }: Comparison<ReadRun>) => ({
  title,
  differing,
  groups: groups.map(({ name, settings, results, runs }) => ({
    name,
    runs: runs.map(({ folder }) => folder.dir),
    seeds: runs.map(({ config }) => config.seed),
    settings,
    ...results,
  })),
});

/** By the last test error; those without one come last. */
function bestFirst(runs: readonly ReadRun[]): ReadRun[] {
  const errorOf = ({ metrics }: ReadRun) =>
    runFigures(metrics).final?.errorRate ?? Number.MAX_VALUE;
  const errors = new Map(runs.map((run) => [run, errorOf(run)]));
  return [...runs].sort((a, b) => errors.get(a)! - errors.get(b)!);
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
