import { parse, stringify } from 'yaml';
import { importModules } from './import-modules.js';
import { applyOverrides } from './overrides.js';
import { parseConfig } from './parse-config.js';
import { readRecipe } from './recipes.js';
import type { Config } from './schema.js';

/** A resolved configuration and the recipe it came from. */
export interface LoadedConfig {
  readonly recipe: string;
  readonly config: Config;
}

/** What the command line may say about the configuration. */
export interface ConfigOptions {
  readonly set?: readonly string[];
  readonly seed?: string;
  readonly backend?: string;
  readonly threads?: string;
  readonly precision?: string;
}

/**
 * The configuration of a recipe with the overrides of the command line, in the order: defaults, recipe,
 * `--set`, then `--seed`, `--backend`, `--threads` and `--precision`.
 *
 * @throws UsageError if anything is unknown, missing or impossible
 */
export async function loadConfig(
  recipe: string,
  options: ConfigOptions = {},
): Promise<LoadedConfig> {
  const { name, value } = readRecipe(recipe);
  const { set = [], seed, backend, threads, precision } = options;
  const flags = Object.entries({ seed, backend, threads, precision }).flatMap(([key, flag]) =>
    flag === undefined ? [] : [`${key}=${flag}`],
  );
  return { recipe: name, config: await resolve(applyOverrides(value, [...set, ...flags])) };
}

/** The text of a run's `config.yaml`: the resolved configuration, and what else its figures depend on. */
export function configText(config: Config, versions: Record<string, string>): string {
  return stringify({ ...config, versions });
}

/**
 * The configuration that a run's `config.yaml` holds.
 *
 * @throws UsageError if the file has been changed to something invalid
 */
export function readConfigText(text: string): Promise<Config> {
  const { versions: _, ...config } = parse(text) as Record<string, unknown>;
  return resolve(config);
}

/** Imports what a configuration asks for, so that its rules and models are known, and checks it. */
async function resolve(input: unknown): Promise<Config> {
  const { imports } = input as { imports?: unknown };
  if (!Array.isArray(imports)) return parseConfig(input);
  const paths = await importModules(imports.map(String));
  return parseConfig({ ...(input as object), imports: paths });
}
