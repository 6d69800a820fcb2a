import { join } from 'node:path';
import type { TestSamples } from '@gnp/report';
import { writeFileAtomically } from '@gnp/trainer/node';
import { z } from 'zod';
import { rowsAsJson } from './rows-as-json.js';

const fileName = 'samples.json';

/** Bytes of the file at most. */
export const largestFile = 290_000;

/** The file of a run folder that holds images of its last test. */
export const samplesPath = (runDir: string): string => join(runDir, fileName);

const count = z.int().min(0);
const length = z.int().min(1).max(256);
const samples = z.object({
  split: z.enum(['test', 'validation', 'train']),
  step: count,
  count,
  errors: count,
  samples: z.array(
    z.object({
      choice: z.enum(['confident error', 'unsure hit', 'random']),
      index: count,
      label: count,
      labelName: z.string(),
      predicted: count,
      predictedName: z.string(),
      probability: z.number().min(0).max(1),
      height: length,
      width: length,
      png: z.string().regex(/^iVBORw0KGgo[A-Za-z0-9+/]+={0,2}$/, 'no PNG file in base64'),
    }),
  ),
});

/** The text of the file, a line for each image. */
export const formatSamples = (kept: TestSamples): string => rowsAsJson(kept, 'samples');

/** Keeps them in a run folder. */
export async function writeSamples(runDir: string, kept: TestSamples): Promise<void> {
  await writeFileAtomically(samplesPath(runDir), formatSamples(kept));
}

/** @throws Error saying what is wrong with the file */
export function parseSamples(text: string): TestSamples {
  if (text.length > largestFile) throw new Error(`more than ${largestFile} bytes`);
  return samples.parse(JSON.parse(text));
}
