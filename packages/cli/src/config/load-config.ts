import { resolve as resolvePath } from 'node:path';
import { readExtended } from './extend.js';
import { importModules } from './import-modules.js';
import { applyOverrides } from './overrides.js';
import { parseConfig } from './parse-config.js';
import { isFile } from './recipes.js';
import type { Config } from './schema.js';
import { shortenWarmups } from './shorten-warmups.js';
import { smokeTest } from './smoke.js';
import { UsageError } from '../usage-error.js';

/** A resolved configuration and where it came from. */
export interface LoadedConfig {
  /** The name of the recipe. */
  readonly recipe: string;
  /** What the command line changed of it, as `path.to.key=value`. */
  readonly set: readonly string[];
  readonly config: Config;
  /** What was changed besides, in sentences. */
  readonly notes: readonly string[];
}

/** What the command line may say about the configuration. */
export interface ConfigOptions {
  readonly set?: readonly string[];
  readonly seed?: string;
  readonly initFrom?: string;
  readonly backend?: string;
  readonly threads?: string;
  readonly precision?: string;
  /** Makes the run a matter of seconds: see {@link smokeTest}. */
  readonly smoke?: boolean;
}

/**
 * The configuration of a recipe with the overrides of the command line, in the order: defaults, what
 * the recipe extends, recipe, `--set`, then `--seed`, `--init-from`, `--backend`, `--threads` and `--precision`.
 *
 * @throws UsageError if anything is unknown, missing or impossible
 */
export async function loadConfig(
  recipe: string,
  options: ConfigOptions = {},
): Promise<LoadedConfig> {
  const { name, value } = readExtended(recipe);
  const { seed, backend, threads, precision } = options;
  const initFrom = options.initFrom === undefined ? undefined : resolvePath(options.initFrom);
  const flags = Object.entries({ seed, initFrom, backend, threads, precision }).flatMap(
    ([key, flag]) => (flag === undefined ? [] : [`${key}=${flag}`]),
  );
  const overrides = [...(options.set ?? []), ...flags];
  const said = applyOverrides(value, overrides);
  const smoke = options.smoke ? smokeTest(said, overrides) : { value: said, set: [], notes: [] };
  const { value: given, notes: shortened } = shortenWarmups(value, smoke.value);
  const config = await resolve(given).catch(async (error: Error) => {
    throw isFile(recipe) && (await saysTheSame(error, value)) ? inFile(recipe, error) : error;
  });
  return {
    recipe: name,
    set: [...overrides, ...smoke.set],
    config,
    notes: [...smoke.notes, ...shortened],
  };
}

/** Whether a recipe is wrong by itself, whatever the command line says. */
const saysTheSame = ({ message }: Error, recipe: unknown): Promise<boolean> =>
  resolve(recipe).then(
    () => false,
    (error: Error) => error.message === message,
  );

function inFile(path: string, error: Error): Error {
  if (!(error instanceof UsageError)) return error;
  return new UsageError(error.message.replaceAll(/^/gm, `${path}: `), { cause: error });
}

/**
 * What a run's `config.yaml` holds: where the configuration came from, the configuration, and what else the
 * run's figures depend on.
 */
export function recordOf(
  { recipe, set, config }: LoadedConfig,
  versions: Record<string, string>,
): Record<string, unknown> {
  return { recipe, ...(set.length > 0 && { set }), ...config, versions };
}

/** Keys that say where images are and who reads them, and not which they are: a run goes on where its images have moved. */
export const placeKeys = ['dataset.dir', 'dataset.workers'];

/**
 * The configuration of a run, from what its `config.yaml` holds.
 *
 * @param path of that file, for errors
 * @throws UsageError if the file has been changed to something invalid
 */
export async function readRecord(
  record: Readonly<Record<string, unknown>>,
  path = 'config.yaml',
): Promise<LoadedConfig> {
  const { versions: _, recipe, set, ...config } = record;
  return {
    recipe: String(recipe ?? 'run'),
    set: Array.isArray(set) ? set.map(String) : [],
    notes: [],
    config: await resolve(config).catch((error: Error) => {
      throw inFile(path, error);
    }),
  };
}

/** Imports what a configuration asks for, so that its rules and models are known, and checks it. */
async function resolve(input: unknown): Promise<Config> {
  const { imports } = input as { imports?: unknown };
  if (!Array.isArray(imports)) return parseConfig(input);
  const paths = await importModules(imports.map(String));
  return parseConfig({ ...(input as object), imports: paths });
}
