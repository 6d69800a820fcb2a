import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { writeFileAtomically } from './atomic-write.js';
import { checkSameConfig } from './config-difference.js';

/** Where a run keeps its files. Checkpoints are under `checkpoints/`, TensorBoard events in `dir`. */
export interface RunFolder {
  readonly dir: string;
  /** What the run is made of, as `config.yaml` has it. */
  readonly config: RunConfig;
  /** The text of `config.yaml`. */
  readonly configText: string;
  readonly metricsPath: string;
  readonly reportPath: string;
}

/** What a run is made of, as plain JSON. */
export type RunConfig = Readonly<Record<string, unknown>>;

/** Options of {@link createRunFolder} and {@link openRunFolder}. */
export interface RunFolderOptions {
  /**
   * Paths of the configuration, and what is below them, in which two runs may differ and still be the same, such as
   * `versions` or `dataset.dir`; none by default.
   */
  readonly ignoreKeys?: readonly string[];
}

/**
 * Makes the folder of a new run and writes its `config.yaml`. Nothing in it is ever deleted: a folder
 * that holds another configuration, or a run that has begun, is refused.
 *
 * @throws naming the folder and the way out.
 */
export async function createRunFolder(
  dir: string,
  config: RunConfig,
  options: RunFolderOptions = {},
): Promise<RunFolder> {
  const configText = stringify(config);
  const begun = (await filesOf(dir)).find((name) =>
    /^(metrics\.jsonl|checkpoints|report\.html|events\.out\.tfevents\..*)$/.test(name),
  );
  const existing = await readConfig(dir);
  if (existing !== undefined) {
    checkSameConfig(dir, existing, configText, { ...options, wayOut: 'choose another folder' });
  }
  if (begun) {
    throw new Error(
      existing === undefined
        ? `Folder ${dir} holds ${begun} but no config.yaml, so it is unclear whose run it is; choose another folder.`
        : `Folder ${dir} already holds this run; resume it, or choose another folder.`,
    );
  }
  await mkdir(dir, { recursive: true });
  // the configuration that is there stays, down to its comments, if it means the same
  if (existing === undefined) await writeFileAtomically(join(dir, 'config.yaml'), configText);
  return runFolder(dir, existing ?? configText);
}

/**
 * Opens the folder of a run that exists.
 *
 * @param config what to go on with, where there is one: it must be the run's own.
 * @throws if there is no run, or if it has another configuration, naming the differences.
 */
export async function openRunFolder(
  dir: string,
  config?: RunConfig,
  options: RunFolderOptions = {},
): Promise<RunFolder> {
  const existing = await readConfig(dir);
  if (existing === undefined) {
    throw new Error(`There is no run in ${dir}: it has no config.yaml.`);
  }
  if (config !== undefined) {
    const wayOut = 'resume it with its own configuration';
    checkSameConfig(dir, existing, stringify(config), { ...options, wayOut });
  }
  return runFolder(dir, existing);
}

function runFolder(dir: string, configText: string): RunFolder {
  return {
    dir,
    config: parse(configText) as RunConfig,
    configText,
    metricsPath: join(dir, 'metrics.jsonl'),
    reportPath: join(dir, 'report.html'),
  };
}

async function readConfig(dir: string): Promise<string | undefined> {
  return readFile(join(dir, 'config.yaml'), 'utf8').catch(absent<undefined>(undefined));
}

async function filesOf(dir: string): Promise<string[]> {
  const found = await stat(dir).catch(absent<undefined>(undefined));
  if (found && !found.isDirectory()) {
    throw new Error(`${dir} is a file; a run needs a folder: choose another.`);
  }
  return found ? readdir(dir) : [];
}

function absent<T>(value: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return value;
    throw error;
  };
}
