import { join } from 'node:path';
import { writeFileAtomically } from '@gnp/trainer/node';
import type { RunFolder } from '@gnp/trainer/node';
import { rowsOf } from '../terminal/confusion.js';

/** Which classes the last test of a run took for which. */
interface Confusion {
  readonly step: number;
  /** What it was tested on. */
  readonly split: string;
  readonly classNames: readonly string[];
  /** [classes, classes], row-major. */
  readonly confusion: Int32Array;
}

/** Writes `confusion.json` into the folder of a run: a row for each true class, a column for each predicted one. */
export async function writeConfusion(
  { dir }: RunFolder,
  { step, split, classNames, confusion }: Confusion,
): Promise<void> {
  const rows = rowsOf(confusion).map((row) => `    ${JSON.stringify(row)}`);
  const head = Object.entries({ split, step, classNames })
    .map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`)
    .join('');
  const text = `{\n${head}  "confusion": [\n${rows.join(',\n')}\n  ]\n}\n`;
  await writeFileAtomically(join(dir, 'confusion.json'), text);
}
