import '../tensorflow.js';
import { useBackend } from '@gnp/backends';
import { configText, loadConfig, readConfigText } from '../config/load-config.js';
import type { ConfigOptions, LoadedConfig } from '../config/load-config.js';
import { countParameters } from '@gnp/models';
import { createRunFolder, openRunFolder } from '../run-folder/run-folder.js';
import type { RunFolder } from '../run-folder/run-folder.js';
import { prepare } from '../training/prepare.js';
import type { Training } from '../training/train.js';
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
  const { training, backend } = await setUp(async () => {
    const report = await useBackend(loaded.config.backend, loaded.config);
    return { backend: report, training: prepare(loaded.config) };
  });
  tellOf(backend);
  const text = configText(loaded, versions(backend));
  if (dryRun) {
    printPlan(text, training);
    return 0;
  }
  const folder = await setUp<RunFolder>(() => {
    if (resume) return openRunFolder(workingDir!, text, { ignoreKeys });
    return createRunFolder(workingDir ?? defaultFolder(loaded.recipe), text, { ignoreKeys });
  });
  return runTraining({ training, folder, resume });
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
    return readConfigText(folder.configText);
  });
}

function defaultFolder(recipe: string): string {
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  return `runs/${recipe}-${time}`;
}

function printPlan(text: string, { task, config }: Training): void {
  const { loader, dataset } = task;
  console.log(text.trimEnd());
  console.log(`# parameters: ${countParameters(task.model).toLocaleString('en')}`);
  console.log(`# images: ${dataset.train.count} to train on, ${dataset.test.count} to test on`);
  console.log(`# steps: ${config.epochs * loader.batchesPerEpoch}`);
}
