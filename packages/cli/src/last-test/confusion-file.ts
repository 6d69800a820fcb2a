import { join } from 'node:path';
import type { Confusion } from '@gnp/report';
import { writeFileAtomically } from '@gnp/trainer/node';
import { z } from 'zod';
import { rowsAsJson } from './rows-as-json.js';

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
  await writeFileAtomically(confusionPath(runDir), rowsAsJson(kept, 'confusion'));
}

/** @throws Error saying what is wrong with the file */
export const parseConfusion = (text: string): Confusion => schema.parse(JSON.parse(text));
