import { join } from 'node:path';
import type { Confusion } from '@gnp/report';
import { writeFileAtomically } from '@gnp/trainer/node';
import { z } from 'zod';

/** The file of a run folder that holds which classes its last test took for which. */
export const confusionPath = (runDir: string): string => join(runDir, 'confusion.json');

const count = z.int().min(0);
const schema = z
  .object({
    split: z.enum(['test', 'validation', 'train']),
    step: count,
    classNames: z.array(z.string()).min(1),
    confusion: z.array(z.array(count)),
  })
  .refine(
    ({ classNames: { length }, confusion }) =>
      confusion.length === length && confusion.every((row) => row.length === length),
    'not a row and a column for each class',
  );

/** Keeps it in a run folder: a line for each true class. */
export async function writeConfusion(runDir: string, kept: Confusion): Promise<void> {
  const { split, step, classNames, confusion } = kept;
  const rows = confusion.map((row) => `    ${JSON.stringify(row)}`);
  const head = Object.entries({ split, step, classNames })
    .map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`)
    .join('');
  const text = `{\n${head}  "confusion": [\n${rows.join(',\n')}\n  ]\n}\n`;
  await writeFileAtomically(confusionPath(runDir), text);
}

/** @throws Error saying what is wrong with the file */
export const parseConfusion = (text: string): Confusion => schema.parse(JSON.parse(text));
