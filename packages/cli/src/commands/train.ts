import '../tensorflow.js';
import { useBackend } from '@gnp/backends';
import { stringify } from 'yaml';
import { loadConfig, readRecord, recordOf } from '../config/load-config.js';
import type { ConfigOptions, LoadedConfig } from '../config/load-config.js';
import { countParameters } from '@gnp/models';
import type { Checkpoint } from '@gnp/trainer';
import { createRunFolder, lockRun, openRunFolder, resumeRun } from '@gnp/trainer/node';
import type { RunFolder } from '@gnp/trainer/node';
import { buildExperiment } from '../training/experiment.js';
import type { Experiment } from '../training/experiment.js';
import { setUp, UsageError } from '../usage-error.js';
import { versions } from '../versions.js';
import { runTraining } from './run-training.js';
import { tellOf } from './tell-of-backend.js';

/** Flags of `gnp train`. */
export interface TrainOptions extends ConfigOptions {
  readonly workingDir?: string;
  readonly resume?: boolean;
  readonly dryRun?: boolean;
}

const hint = 'The flags are --working-dir and --resume.';

/** Keys of `config.yaml` that do not make a run another one. */
const ignoreKeys = ['recipe', 'set', 'versions', 'description'];

/**
 * `gnp train`: trains what a recipe describes, into a run folder.
 *
 * @returns the exit status: 0, or 130 if it was interrupted
 */
export async function trainCommand(
  recipe: string | undefined,
  options: TrainOptions,
): Promise<number> {
  const { workingDir, resume = false, dryRun = false } = options;
  const loaded = await configOf(recipe, options);
  const { config, notes } = loaded;
  for (const note of notes) console.error(note);
  const { experiment, backend } = await setUp(async () => {
    const backend = await useBackend(config.backend, config);
    return { backend, experiment: await buildExperiment(config) };
  });
  tellOf(backend);
  const record = recordOf(loaded, versions(backend));
  if (dryRun) {
    console.log(stringify(record).trimEnd());
    printSizes(experiment);
    return 0;
  }
  const dir = workingDir ?? defaultFolder(loaded.recipe);
  const lock = await setUp(async () => {
    if (resume) await openRunFolder(dir); // locking would make a folder
    return lockRun(dir);
  }, hint);
  try {
    const folder = await setUp(() => {
      if (resume) return openRunFolder(dir, record, { ignoreKeys });
      return createRunFolder(dir, record, { ignoreKeys });
    }, hint);
    const startFrom = resume ? await setUp(() => goOn(folder)) : undefined;
    const { checkpointEveryEpochs } = config;
    const { training } = experiment;
    return await runTraining({ training, folder, startFrom, checkpointEveryEpochs });
  } finally {
    await lock.release();
  }
}

/** The checkpoint to go on from, and a word on what was found. */
async function goOn(folder: RunFolder): Promise<Checkpoint | undefined> {
  const checkpoint = await resumeRun(folder);
  if (!checkpoint) console.error('The run has no checkpoint yet, so it starts anew.');
  for (const { path, error } of checkpoint?.skipped ?? []) {
    console.error(`${path}: ${error.message}`);
  }
  return checkpoint;
}

/** The recipe's configuration, or that of the run to resume. */
async function configOf(recipe: string | undefined, options: TrainOptions): Promise<LoadedConfig> {
  if (options.resume && !options.workingDir) {
    throw new UsageError('--resume needs --working-dir, the folder of the run to go on with.');
  }
  if (recipe !== undefined) return loadConfig(recipe, options);
  if (!options.resume) {
    throw new UsageError(`Which recipe? See 'gnp recipes', for example: gnp train quickstart`);
  }
  return setUp(async () => {
    const folder = await openRunFolder(options.workingDir!);
    return readRecord(folder.config);
  });
}

function defaultFolder(recipe: string): string {
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  return `runs/${recipe}-${time}`;
}

function printSizes({ dataset, training }: Experiment): void {
  const { model, data, epochs } = training;
  console.log(`# parameters: ${countParameters(model).toLocaleString('en')}`);
  console.log(`# images: ${dataset.train.count} to train on, ${dataset.test.count} to test on`);
  console.log(`# steps: ${epochs * data.batchesPerEpoch}`);
}
