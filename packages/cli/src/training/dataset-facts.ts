import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageDataset, ImageShape } from '@gnp/data';
import { writeFileAtomically } from '@gnp/trainer/node';
import { z } from 'zod';

const whole = z.int().min(1);
const shape = z.object({ height: whole, width: whole, channels: whole });
const facts = z
  .object({
    name: z.string(),
    classes: whole,
    classNames: z.array(z.string()),
    channels: whole,
    mean: z.array(z.number()),
    std: z.array(z.number().gt(0)),
    shape: shape.optional(),
    input: shape,
  })
  .refine(
    ({ classes, classNames }) => classes === classNames.length,
    'classNames are not [classes]',
  )
  .refine(
    ({ mean, std, input }) => [mean, std].every(({ length }) => length === input.channels),
    'mean and std are not [channels]',
  );

/**
 * What a trained model's use needs to know of its data set, which may be gone by then: classes and their names, channels,
 * mean and standard deviation as the images are normalised with, the size `shape` of its images, where all have the same, and the
 * size `input` of those that the model gets.
 */
export type DatasetFacts = z.infer<typeof facts>;

/** The file of a run folder that has them. */
const fileName = 'dataset.json';

/** The facts of a data set whose images a model gets in this size. */
export function factsOf(
  { name, classes, classNames, channels, mean, std, shape }: ImageDataset,
  { height, width, channels: depth }: ImageShape,
): DatasetFacts {
  return {
    ...{ name, classes, channels },
    ...{ classNames: [...classNames], mean: [...mean], std: [...std] },
    ...(shape && { shape: { ...shape } }),
    input: { height, width, channels: depth },
  };
}

/** Keeps them in a run folder. */
export async function saveFacts(runDir: string, kept: DatasetFacts): Promise<void> {
  await writeFileAtomically(join(runDir, fileName), `${JSON.stringify(kept, undefined, 2)}\n`);
}

/**
 * The facts that a run keeps; undefined of a run of an earlier version, which kept none.
 *
 * @throws Error if the file is damaged
 */
export async function readFacts(runDir: string): Promise<DatasetFacts | undefined> {
  const path = join(runDir, fileName);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? undefined : parseFacts(text, path);
}

function parseFacts(text: string, path: string): DatasetFacts {
  try {
    return facts.parse(JSON.parse(text));
  } catch (error) {
    const issue = error instanceof z.ZodError ? error.issues[0] : undefined;
    const why = issue
      ? [issue.path.join('.'), issue.message].filter(Boolean).join(': ')
      : 'no JSON';
    throw new Error(`${path} is damaged (${why}); delete it, and the data set is read instead.`, {
      cause: error,
    });
  }
}
