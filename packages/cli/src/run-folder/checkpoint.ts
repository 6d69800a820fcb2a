import { isCheckpoint, readCheckpointFiles, writeCheckpointFiles } from './checkpoint-files.js';
import type { CheckpointFolder } from './checkpoint-folders.js';
import {
  commitCheckpoint,
  discardCheckpointsAfter,
  listCheckpoints,
  pruneCheckpoints,
  removeLeftovers,
} from './checkpoint-folders.js';
import { decodeSafetensors, encodeSafetensors } from './safetensors.js';
import type { TensorMap } from './tensor-map.js';

/** All that a run needs to go on as if it had never stopped. */
export interface Checkpoint<State = unknown, Config = unknown> {
  /** Optimizer steps done. */
  step: number;
  /** Epochs done, which is the index of the one in progress. */
  epoch: number;
  /** Batches done within that epoch. */
  batchIndex: number;
  tensors: {
    /** Parameters and running statistics. */
    model: TensorMap;
    /** The optimizer's state. */
    optimizer: TensorMap;
    /** The gradient rule's state; empty where it keeps none. */
    rule: TensorMap;
  };
  /** Whatever else the run must remember, as plain JSON without NaN or Infinity. */
  state: State;
  /** The resolved configuration, as plain JSON. */
  config: Config;
}

/** A checkpoint that was read, and those that could not be. */
export interface LoadedCheckpoint<State = unknown, Config = unknown> extends Checkpoint<
  State,
  Config
> {
  /** The folder it came from. */
  path: string;
  /** Newer checkpoints that were passed over because they are corrupted; tell the user of them. */
  skipped: (CheckpointFolder & { error: Error })[];
}

/** What the safetensors files say about themselves. */
const metadata = { format: 'gnp', layout: 'images NHWC, kernels HWIO, dense [in, out]' };

/**
 * Saves a checkpoint as `checkpoints/step-00000123/`, whole or not at all: `model.safetensors`,
 * `optimizer.safetensors`, `rule.safetensors` and a `state.json` with their checksums. It is on the disk when this
 * returns. Saving a step again replaces it; what writers that died left behind is removed.
 *
 * @param options.keep how many checkpoints to keep, this one included; 2 by default. Those of later
 *   steps are removed too, since a run that was resumed earlier will go through them anew.
 * @param options.best the step of the best checkpoint, which is kept besides.
 * @throws if `state` or `config` holds something that JSON does not, naming the place.
 */
export async function saveCheckpoint(
  runDir: string,
  checkpoint: Checkpoint,
  { keep = 2, best }: { keep?: number; best?: number } = {},
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
      {
        'model.safetensors': encodeSafetensors(tensors.model, metadata),
        'optimizer.safetensors': encodeSafetensors(tensors.optimizer, metadata),
        'rule.safetensors': encodeSafetensors(tensors.rule, metadata),
      },
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
 * @throws if there is no checkpoint, not the one asked for, or none that is whole.
 */
export async function loadCheckpoint<State = unknown, Config = unknown>(
  dir: string,
  which: number | 'latest' = 'latest',
): Promise<LoadedCheckpoint<State, Config>> {
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
  const skipped: LoadedCheckpoint['skipped'] = [];
  for (const folder of all.reverse()) {
    try {
      return { ...(await readCheckpoint(folder.path)), skipped };
    } catch (error) {
      skipped.push({ ...folder, error: error as Error });
    }
  }
  const errors = skipped.map(({ error }) => error);
  throw new AggregateError(
    errors,
    `No checkpoint in ${dir} can be read. ${errors.map(({ message }) => message).join(' ')}`,
  );
}

async function readCheckpoint<State, Config>(
  path: string,
): Promise<Omit<LoadedCheckpoint<State, Config>, 'skipped'>> {
  const { files, contents } = await readCheckpointFiles(path);
  // the checksum says that these are the contents saveCheckpoint wrote
  const rest = contents as Omit<Checkpoint<State, Config>, 'tensors'>;
  const tensorsOf = (name: string) => decodeSafetensors(files[`${name}.safetensors`]).tensors;
  const model = tensorsOf('model');
  const optimizer = tensorsOf('optimizer');
  // checkpoints of version 0.1 have no rule's state
  const rule = 'rule.safetensors' in files ? tensorsOf('rule') : {};
  return { ...rest, tensors: { model, optimizer, rule }, path };
}
