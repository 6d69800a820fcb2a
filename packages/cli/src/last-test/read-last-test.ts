import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ReportInput } from '@gnp/report';
import { z } from 'zod';
import { confusionPath, parseConfusion } from './confusion-file.js';
import { parseSamples, samplesPath } from './samples-file.js';

/**
 * What a report shows of what a run keeps of its last test: nothing of a run that keeps none, and of a damaged file a line that says
 * so, which is printed, too.
 */
export async function readLastTest(
  runDir: string,
): Promise<Pick<ReportInput, 'confusion' | 'samples' | 'notes'>> {
  const confusion = await readKept(confusionPath(runDir), parseConfusion);
  const samples = await readKept(samplesPath(runDir), parseSamples);
  const notes = [
    confusion === 'damaged' && 'The confusion of classes is missing: confusion.json is damaged.',
    samples === 'damaged' && 'The sample images are missing: samples.json is damaged.',
  ].filter((note) => note !== false);
  return {
    ...(typeof confusion === 'object' && { confusion }),
    ...(typeof samples === 'object' && { samples }),
    ...(notes.length > 0 && { notes }),
  };
}

async function readKept<T>(path: string, parse: (text: string) => T) {
  try {
    return parse(await readFile(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    console.error(
      `${path} is damaged (${whyOf(error as Error)}); the report does without ${basename(path)}.`,
    );
    return 'damaged';
  }
}

function whyOf(error: Error): string {
  if (error instanceof SyntaxError) return 'no JSON';
  if (!(error instanceof z.ZodError)) return error.message;
  const [{ path, message }] = error.issues;
  return [path.join('.'), message].filter(Boolean).join(': ');
}
