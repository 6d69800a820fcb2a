import { extname } from 'node:path';
import { joinRuns, renderComparison, renderComparisonReport } from '@gnp/report';
import { readRuns } from '../training/read-run.js';
import type { ReadRun } from '../training/read-run.js';
import { setUp, UsageError } from '../usage-error.js';
import { parametersOf } from './parameters-of.js';
import { checkReplaceable, writeOver, writeReport } from './write-report.js';

/** Flags of `gnp report`. */
export interface ReportOptions {
  readonly output?: string;
  readonly force?: boolean;
}

/**
 * `gnp report`: writes the report of one run anew, or one of several runs beside one another, those that
 * differ in their seed alone as their mean.
 */
export async function reportCommand(
  dirs: string[],
  { output, force = false }: ReportOptions,
): Promise<number> {
  const runs = await readRuns(dirs);
  const [{ folder, metrics }] = runs;
  const path = output ?? (runs.length === 1 ? folder.reportPath : 'comparison.html');
  await setUp(() => checkReplaceable(path, force));
  if (runs.length === 1) {
    const parameters = await setUp(() => parametersOf(folder));
    await writeReport(folder, { metrics, parameters }, path);
  } else {
    await writeOver(path, await renderRuns(runs, extname(path)));
  }
  console.log(path);
  return 0;
}

/** Several runs as a page, or as a picture alone. */
function renderRuns(runs: readonly ReadRun[], extension: string): Promise<string> {
  if (extension === '.html') return renderComparisonReport(runs);
  if (extension !== '.svg') {
    throw new UsageError(
      `--output ends in '${extension}'; reports of several runs are .html, or .svg for a picture alone.`,
    );
  }
  const { runs: named, title } = joinRuns(runs);
  return renderComparison(named, { title });
}
