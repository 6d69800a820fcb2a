import { renderReport, runTitle } from '@gnp/report';
import type { MetricsLine, RunConfig } from '@gnp/report';
import { parse } from 'yaml';
import { writeFileAtomically } from '../run-folder/atomic-write.js';
import type { RunFolder } from '../run-folder/run-folder.js';

/** What a report shows besides the configuration. */
export interface ReportContents {
  readonly metrics: readonly MetricsLine[];
  /** How many numbers are trained, where that is known. */
  readonly parameters?: number;
}

/** Writes the report of a run, into its folder by default. */
export async function writeReport(
  { configText, reportPath }: RunFolder,
  contents: ReportContents,
  path = reportPath,
): Promise<void> {
  const title = runTitle(readRunConfig(configText));
  await writeFileAtomically(path, await renderReport({ ...title, configText, ...contents }));
}

/** What a run's `config.yaml` says, unchecked: a report is drawn of any run. */
export function readRunConfig(configText: string): RunConfig {
  return (parse(configText) ?? {}) as RunConfig;
}
