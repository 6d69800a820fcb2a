import { parse, stringify } from 'yaml';
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
export function loadConfig(recipe: string, options: ConfigOptions = {}): LoadedConfig {
  const { name, value } = readRecipe(recipe);
  const { set = [], seed, backend, threads, precision } = options;
  const flags = Object.entries({ seed, backend, threads, precision }).flatMap(([key, flag]) =>
    flag === undefined ? [] : [`${key}=${flag}`],
  );
  return { recipe: name, config: parseConfig(applyOverrides(value, [...set, ...flags])) };
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
export function readConfigText(text: string): Config {
  const { versions: _, ...config } = parse(text) as Record<string, unknown>;
  return parseConfig(config);
}
