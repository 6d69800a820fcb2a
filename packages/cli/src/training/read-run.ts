import { openRunFolder, readMetrics } from '@gnp/trainer/node';
import type { MetricsLine, RunConfig } from '@gnp/report';
import type { RunFolder } from '@gnp/trainer/node';

/** A run as its folder has it. */
export interface ReadRun {
  readonly folder: RunFolder;
  readonly config: RunConfig;
  readonly metrics: readonly MetricsLine[];
}

/**
 * Reads what a run has logged.
 *
 * @throws Error if there is no run in the folder, or its files are damaged
 */
export async function readRun(dir: string): Promise<ReadRun> {
  const folder = await openRunFolder(dir);
  return { folder, config: folder.config, metrics: readMetrics(folder.metricsPath) };
}
