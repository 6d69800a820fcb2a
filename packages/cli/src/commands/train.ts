import { join } from 'node:path';
import '../tensorflow.js';
import { availableMemory, useBackend } from '@gnp/backends';
import { stringify } from 'yaml';
import { loadConfig, placeKeys, readRecord, recordOf } from '../config/load-config.js';
import type { ConfigOptions, LoadedConfig } from '../config/load-config.js';
import { countParameters } from '@gnp/models';
import type { Checkpoint } from '@gnp/trainer';
import {
  checkSameConfig,
  createRunFolder,
  lockRun,
  openRunFolder,
  resumeRun,
} from '@gnp/trainer/node';
import type { RunFolder } from '@gnp/trainer/node';
import { factsOf, readFacts, saveFacts } from '../training/dataset-facts.js';
import { buildExperiment } from '../training/experiment.js';
import type { Experiment } from '../training/experiment.js';
import { initFrom } from '../training/init-from.js';
import { testedSplit } from '../training/read-dataset.js';
import { formatBytes } from '../terminal/format-bytes.js';
import { setUp, UsageError } from '../usage-error.js';
import { versions } from '../versions.js';
import { runTraining } from './run-training.js';
import { tellOf } from './tell-of-backend.js';

/** Flags of `gnp train`. */
export interface TrainOptions extends ConfigOptions {
  readonly workingDir?: string;
  readonly resume?: boolean;
  readonly dryRun?: boolean;
  /** Tells of what is wrong alone, and prints the run folder in the end. */
  readonly quiet?: boolean;
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
  const { workingDir, resume = false, dryRun = false, quiet = false } = options;
  const loaded = await configOf(recipe, options);
  const { config, notes } = loaded;
  if (!(quiet && options.smoke)) for (const note of notes) console.error(note);
  const { experiment, backend } = await setUp(async () => {
    const backend = await useBackend(config.backend, config);
    return { backend, experiment: await buildExperiment(config) };
  });
  if (!quiet) {
    tellOf(backend);
    for (const choice of experiment.choices) console.error(choice);
  }
  const begin = async () => {
    const { initFrom: from } = config;
    if (from === undefined) return;
    const note = await initFrom(experiment.training.model, from);
    if (!quiet) console.error(note);
  };
  if (!resume) await setUp(begin);
  const { microBatches } = experiment.training;
  const chosen = config.microBatches === 'auto' ? { ...config, microBatches } : config;
  const record = recordOf({ ...loaded, config: chosen }, versions(backend));
  if (dryRun) {
    console.log(stringify(record).trimEnd());
    await printSizes(experiment);
    return 0;
  }
  const dir = workingDir ?? defaultFolder(loaded.recipe);
  const lock = await setUp(async () => {
    if (resume) await openRunFolder(dir); // locking would make a folder
    return lockRun(dir);
  }, hint);
  try {
    const folder = await setUp(async () => {
      if (!resume) return createRunFolder(dir, record, { ignoreKeys });
      const existing = await openRunFolder(dir);
      await checkSame(existing, loaded, backend.name);
      return existing;
    }, hint);
    const startFrom = resume ? await setUp(() => goOn(folder)) : undefined;
    if (resume && !startFrom) await setUp(begin);
    await setUp(() => keepFacts(dir, experiment, startFrom));
    const { checkpointEveryEpochs, checkpointEveryMinutes, histogramsEverySteps } = config;
    const recording = {
      everyEpochs: checkpointEveryEpochs,
      everyMinutes: checkpointEveryMinutes,
      histogramsEverySteps,
    };
    const { training, dataset } = experiment;
    return await runTraining({ training, folder, startFrom, record: recording, dataset, quiet });
  } finally {
    await lock.release();
  }
}

/**
 * @throws Error if a run is not what is asked for, defaults of keys that it does not have yet filled in, or was begun on
 *   another backend
 */
async function checkSame(
  { dir, config }: RunFolder,
  { config: wanted }: LoadedConfig,
  backend: string,
): Promise<void> {
  const { config: own } = await readRecord(config, join(dir, 'config.yaml'));
  checkSameConfig(dir, stringify(own), stringify(wanted), {
    ignoreKeys: [...ignoreKeys, ...placeKeys],
    wayOut: 'resume it with its own configuration',
  });
  const begun = Object.keys(config.versions ?? {})
    .find((key) => key.startsWith('backend '))
    ?.slice('backend '.length);
  if (begun !== undefined && begun !== backend) {
    throw new Error(
      `The run in ${dir} was begun on the backend '${begun}', but here '${own.backend}' is '${backend}', which gives other numbers: see 'gnp doctor' for what '${begun}' needs.`,
    );
  }
}

/** The checkpoint to go on from, and a word on what was found. */
async function goOn(folder: RunFolder): Promise<Checkpoint | undefined> {
  const checkpoint = await resumeRun(folder, { ignoreKeys: placeKeys });
  if (!checkpoint) console.error('The run has no checkpoint yet, so it starts anew.');
  for (const { path, error } of checkpoint?.skipped ?? []) {
    console.error(`${path}: ${error.message}`);
  }
  return checkpoint;
}

/** Keeps what the use of the model needs of the data set: at the beginning, or where an earlier version has not. */
async function keepFacts(
  dir: string,
  { dataset, imageSize }: Experiment,
  startFrom: Checkpoint | undefined,
): Promise<void> {
  if (startFrom && (await readFacts(dir))) return;
  await saveFacts(dir, factsOf(dataset, imageSize));
}

/** The recipe's configuration, or that of the run to resume. */
async function configOf(recipe: string | undefined, options: TrainOptions): Promise<LoadedConfig> {
  if (options.resume && !options.workingDir) {
    throw new UsageError('--resume needs --working-dir, the folder of the run to go on with.');
  }
  if (recipe !== undefined) {
    const loaded = await loadConfig(recipe, options);
    return options.resume ? setUp(() => asBegun(loaded, options.workingDir!)) : loaded;
  }
  const flags = Object.entries({ set: options.set?.[0], ...configFlags(options) });
  const given = flags.find(([, value]) => value !== undefined);
  if (options.resume && given) {
    throw new UsageError(
      `--resume goes on with the run's own configuration: leave --${given[0]} out, or begin another run with it.`,
    );
  }
  if (!options.resume) {
    throw new UsageError(`Which recipe? See 'gnp recipes', for example: gnp train quickstart`);
  }
  return setUp(async () => {
    const folder = await openRunFolder(options.workingDir!);
    return readRecord(folder.config, join(folder.dir, 'config.yaml'));
  });
}

/** A configuration whose `auto` is what the run that it goes on with has chosen. */
async function asBegun(loaded: LoadedConfig, dir: string): Promise<LoadedConfig> {
  if (loaded.config.microBatches !== 'auto') return loaded;
  const { config } = await openRunFolder(dir);
  const { microBatches } = (await readRecord(config, join(dir, 'config.yaml'))).config;
  return { ...loaded, config: { ...loaded.config, microBatches } };
}

const configFlags = ({ seed, initFrom, backend, threads, precision, smoke }: ConfigOptions) => ({
  ...{ seed, 'init-from': initFrom, backend, threads, precision, smoke },
});

function defaultFolder(recipe: string): string {
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  return `runs/${recipe}-${time}`;
}

async function printSizes({ dataset, training, stepMemory }: Experiment): Promise<void> {
  const { model, microBatches, data, epochs, steps = epochs * data.batchesPerEpoch } = training;
  console.log(`# parameters: ${countParameters(model).toLocaleString('en')}`);
  const { count } = dataset[testedSplit(dataset)]!;
  const purpose = dataset.validation ? 'for validation' : 'to test on';
  console.log(`# images: ${dataset.train.count} to train on, ${count} ${purpose}`);
  console.log(`# steps: ${steps}`);
  const free = availableMemory();
  const bytes = formatBytes((await stepMemory())(microBatches));
  console.log(
    `# a step holds: ${bytes}${free === undefined ? '' : `; ${formatBytes(free)} are free`}`,
  );
}
