import { parse } from 'yaml';
import { groupSeeds } from '../report/group-seeds.js';
import { renderComparison } from '@gnp/report';
import { renderReport } from '@gnp/report';
import { writeFileAtomically } from '../run-folder/atomic-write.js';
import { readCheckpointContents } from '../run-folder/checkpoint-files.js';
import { listCheckpoints } from '../run-folder/checkpoint-folders.js';
import { readMetrics } from '../run-folder/metrics-log.js';
import { openRunFolder } from '../run-folder/run-folder.js';
import type { SavedState } from '../training/training-state.js';
import { setUp } from '../usage-error.js';

/** Flags of `gnp report`. */
export interface ReportOptions {
  readonly output?: string;
}

/**
 * `gnp report`: writes the report of one run anew, or draws several runs beside one another, those that
 * differ in their seed alone as their mean.
 */
export async function reportCommand(dirs: string[], { output }: ReportOptions): Promise<number> {
  const runs = await setUp(() =>
    Promise.all(
      dirs.map(async (dir) => {
        const folder = await openRunFolder(dir);
        return { ...folder, metrics: readMetrics(folder.metricsPath) };
      }),
    ),
  );
  const [first] = runs;
  if (runs.length === 1) {
    const { dir: title, configText, metrics } = first;
    const path = output ?? first.reportPath;
    const parameters = await parametersOf(title);
    await writeFileAtomically(path, renderReport({ title, configText, metrics, parameters }));
    console.log(path);
    return 0;
  }
  const groups = groupSeeds(runs);
  const { dataset, model } = parse(first.configText) as Record<string, { name: string }>;
  const path = output ?? 'comparison.svg';
  await writeFileAtomically(
    path,
    renderComparison(groups, { title: `${model.name} on ${dataset.name}` }),
  );
  console.log(path);
  return 0;
}

/** How many numbers are trained, as the newest checkpoint says; a report is drawn without that, too. */
async function parametersOf(runDir: string): Promise<number | undefined> {
  const newest = (await listCheckpoints(runDir)).at(-1);
  const contents = newest && (await readCheckpointContents(newest.path).catch(() => undefined));
  return (contents as { readonly state: Partial<SavedState> } | undefined)?.state.parameters;
}
