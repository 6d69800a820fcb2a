import { openRunFolder, readMetrics } from '@gnp/trainer/node';
import type { MetricsLine, RunConfig } from '@gnp/report';
import type { RunFolder } from '@gnp/trainer/node';
import { setUp } from '../usage-error.js';
import { findRuns } from './find-runs.js';

/** A run as its folder has it. */
export interface ReadRun {
  readonly folder: RunFolder;
  readonly config: RunConfig;
  readonly metrics: readonly MetricsLine[];
}

/**
 * Reads what runs have logged: of folders, and of patterns of them (`'runs/*'`).
 *
 * @throws UsageError if there is no run in a folder or none matches, or its files are damaged
 */
export function readRuns(paths: readonly string[]): Promise<ReadRun[]> {
  return setUp(() => Promise.all(paths.flatMap(findRuns).map(readRun)));
}

async function readRun(dir: string): Promise<ReadRun> {
  const folder = await openRunFolder(dir);
  return { folder, config: folder.config, metrics: readMetrics(folder.metricsPath) };
}
