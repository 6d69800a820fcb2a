import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isReport, renderReport, runTitle } from '@gnp/report';
import type { ReportInput } from '@gnp/report';
import { writeFileAtomically } from '@gnp/trainer/node';
import type { RunFolder } from '@gnp/trainer/node';
import { readLastTest } from '../last-test/read-last-test.js';

/** What a report shows besides what the folder holds. */
export type ReportContents = Pick<ReportInput, 'metrics' | 'parameters'>;

/** Writes the report of a run, into its folder by default. */
export async function writeReport(
  { dir, config, configText, reportPath }: RunFolder,
  contents: ReportContents,
  path = reportPath,
): Promise<void> {
  const shown = { ...runTitle(config), configText, ...contents, ...(await readLastTest(dir)) };
  await writeOver(path, await renderReport(shown));
}

/** Writes a report, in folders that are made for it. */
export async function writeOver(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFileAtomically(path, text);
}

/** Bytes of a file that tell whether it is a report. */
const beginning = 8192;

/** @throws Error if there is a file that is no report, unless it is replaced by force */
export async function checkReplaceable(path: string, force = false): Promise<void> {
  if (force) return;
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!file) return;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(beginning), 0, beginning, 0);
    if (bytesRead === 0 || isReport(buffer.toString('utf8', 0, bytesRead))) return;
  } finally {
    await file.close();
  }
  throw new Error(
    `${path} is not a report that gnp has written: choose another name, or replace it by 'gnp report --force'.`,
  );
}
