import { renderReport, runTitle } from '@gnp/report';
import type { MetricsLine } from '@gnp/report';
import { writeFileAtomically } from '@gnp/trainer/node';
import type { RunFolder } from '@gnp/trainer/node';

/** What a report shows besides the configuration. */
export interface ReportContents {
  readonly metrics: readonly MetricsLine[];
  /** How many numbers are trained, where that is known. */
  readonly parameters?: number;
}

/** Writes the report of a run, into its folder by default. */
export async function writeReport(
  { config, configText, reportPath }: RunFolder,
  contents: ReportContents,
  path = reportPath,
): Promise<void> {
  const title = runTitle(config);
  await writeFileAtomically(path, await renderReport({ ...title, configText, ...contents }));
}
