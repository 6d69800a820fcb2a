import { isCheckpoint, readCheckpointFiles, writeCheckpointFiles } from './checkpoint-files.js';
import type { CheckpointFolder } from './checkpoint-folders.js';
import {
  commitCheckpoint,
  discardCheckpointsAfter,
  listCheckpoints,
  pruneCheckpoints,
  removeLeftovers,
} from './checkpoint-folders.js';
import { CorruptedError } from './corrupted-error.js';
import type { Checkpoint } from '../checkpoint.js';
import { decodeSafetensors, safetensorsPieces } from './safetensors.js';

/** A checkpoint that was read, and those that could not be. */
export interface LoadedCheckpoint extends Checkpoint {
  /** The folder it came from. */
  readonly path: string;
  /** Newer checkpoints that were passed over because they are corrupted; tell the user of them. */
  readonly skipped: readonly (CheckpointFolder & { readonly error: Error })[];
}

/** Which checkpoints are kept; those of later steps go, since a resumed run will write them anew. */
export interface KeepOptions {
  /** How many of the newest, with that which is saved. Default 2. */
  readonly keep?: number;
  /** The step of the best one, which is kept besides. */
  readonly best?: number | undefined;
}

/** What the safetensors files say about themselves. */
const metadata = { format: 'gnp', layout: 'images NHWC, kernels HWIO, dense [in, out]' };

/**
 * Saves a checkpoint as `checkpoints/step-00000123/`, whole or not at all: `model.safetensors`,
 * `optimizer.safetensors`, `rule.safetensors`, `callbacks.safetensors` and a `state.json` with their
 * checksums. It is on the disk when this returns. Saving a step again replaces it; what writers that died left behind is removed.
 *
 * @throws if `state` or `config` holds something that JSON does not, naming the place.
 */
export async function saveCheckpoint(
  runDir: string,
  checkpoint: Checkpoint,
  { keep = 2, best }: KeepOptions = {},
): Promise<CheckpointFolder> {
  const { tensors, step, epoch, batchIndex, state, config } = checkpoint;
  if (!Number.isSafeInteger(step) || step < 0) {
    throw new Error(`Checkpoint step is ${step}; expected a whole number that is not negative.`);
  }
  if (!Number.isInteger(keep) || keep < 1) {
    throw new Error(`Checkpoints to keep is ${keep}; expected 1 or more.`);
  }
  await removeLeftovers(runDir);
  const saved = await commitCheckpoint(runDir, step, (folder) =>
    writeCheckpointFiles(
      folder,
      Object.fromEntries(
        Object.entries(tensors).map(([name, map]) => [
          `${name}.safetensors`,
          safetensorsPieces(map, metadata),
        ]),
      ),
      { step, epoch, batchIndex, state, config },
    ),
  );
  await discardCheckpointsAfter(runDir, step);
  await pruneCheckpoints(runDir, keep, best);
  return saved;
}

/**
 * Loads a checkpoint after checking every byte of it.
 *
 * @param dir a run folder, or one checkpoint's own folder.
 * @param which the step, or 'latest' (default): the newest that is whole. Corrupted ones that it
 *   passes over are in the result's `skipped`.
 * @throws if there is no checkpoint, not the one asked for, or none that is whole; and where one cannot be read, or was
 *   written by a version with another format, though it may be whole.
 */
export async function loadCheckpoint(
  dir: string,
  which: number | 'latest' = 'latest',
): Promise<LoadedCheckpoint> {
  if (await isCheckpoint(dir)) return { ...(await readCheckpoint(dir)), skipped: [] };
  const all = await listCheckpoints(dir);
  if (all.length === 0) {
    throw new Error(
      `There are no checkpoints in ${dir}; expected a run folder with checkpoints/step-… or one such folder itself.`,
    );
  }
  if (which !== 'latest') {
    const found = all.find(({ step }) => step === which);
    const steps = all.map(({ step }) => step).join(', ');
    if (!found)
      throw new Error(`There is no checkpoint of step ${which} in ${dir}; there are ${steps}.`);
    return { ...(await readCheckpoint(found.path)), skipped: [] };
  }
  const skipped: (CheckpointFolder & { error: Error })[] = [];
  for (const folder of all.reverse()) {
    try {
      return { ...(await readCheckpoint(folder.path)), skipped };
    } catch (error) {
      // what cannot be read now may be whole, and read by whoever wrote it
      if (!(error instanceof CorruptedError)) throw error;
      skipped.push({ ...folder, error });
    }
  }
  const errors = skipped.map(({ error }) => error);
  throw new AggregateError(
    errors,
    `No checkpoint in ${dir} can be read. ${errors.map(({ message }) => message).join(' ')}`,
  );
}

async function readCheckpoint(path: string): Promise<Omit<LoadedCheckpoint, 'skipped'>> {
  const { files, contents } = await readCheckpointFiles(path);
  const tensorsOf = (name: keyof Checkpoint['tensors']) =>
    decodeSafetensors(files[`${name}.safetensors`]).tensors;
  const tensors = {
    model: tensorsOf('model'),
    optimizer: tensorsOf('optimizer'),
    rule: tensorsOf('rule'),
    callbacks: tensorsOf('callbacks'),
  };
  // the checksum says that these are the contents saveCheckpoint wrote
  return { ...(contents as Omit<Checkpoint, 'tensors'>), tensors, path };
}
