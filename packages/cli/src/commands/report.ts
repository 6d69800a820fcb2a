import { joinRuns, renderComparison } from '@gnp/report';
import type { SavedState } from '@gnp/trainer';
import {
  listCheckpoints,
  openRunFolder,
  readCheckpointContents,
  readMetrics,
  writeFileAtomically,
} from '@gnp/trainer/node';
import { setUp } from '../usage-error.js';
import { writeReport } from './write-report.js';

/** Flags of `gnp report`. */
export interface ReportOptions {
  readonly output?: string;
}

/**
 * `gnp report`: writes the report of one run anew, or draws several runs beside one another, those that
 * differ in their seed alone as their mean.
 */
export async function reportCommand(dirs: string[], { output }: ReportOptions): Promise<number> {
  const runs = await setUp(() => Promise.all(dirs.map(readRun)));
  const [{ folder, metrics }] = runs;
  const path = output ?? (runs.length === 1 ? folder.reportPath : 'comparison.svg');
  if (runs.length === 1) {
    const parameters = await parametersOf(folder.dir);
    await writeReport(folder, { metrics, parameters }, path);
  } else {
    const { runs: named, title } = joinRuns(runs);
    await writeFileAtomically(path, await renderComparison(named, { title }));
  }
  console.log(path);
  return 0;
}

async function readRun(dir: string) {
  const folder = await openRunFolder(dir);
  return { folder, config: folder.config, metrics: readMetrics(folder.metricsPath) };
}

/** How many numbers are trained, as the newest checkpoint says; a report is drawn without that, too. */
async function parametersOf(runDir: string): Promise<number | undefined> {
  const newest = (await listCheckpoints(runDir)).at(-1);
  const contents = newest && (await readCheckpointContents(newest.path).catch(() => undefined));
  return (contents as { readonly state: Partial<SavedState> } | undefined)?.state.parameters;
}
