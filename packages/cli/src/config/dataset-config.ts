import { listDatasets } from '@gnp/data/node';
import { suggest } from '@gnp/options';
import { z } from 'zod';
import { UsageError } from '../usage-error.js';
import { describeIssue } from './describe-issue.js';
import { loadConfig } from './load-config.js';
import { applyOverrides } from './overrides.js';
import { isRecipe, recipeNames } from './recipes.js';
import { sections } from './schema.js';
import type { Config } from './schema.js';

/** What a command about data needs of a configuration. */
export type DatasetConfig = Pick<Config, 'dataset' | 'seed' | 'seeds'>;

/**
 * The data of a recipe, or of a data set by its name, with overrides such as `dataset.augmentation=basic`.
 *
 * @throws UsageError if anything is unknown, missing or impossible
 */
export async function loadDatasetConfig(
  name: string,
  set: readonly string[],
): Promise<DatasetConfig> {
  const names = listDatasets().map((dataset) => dataset.name);
  if (!names.includes(name)) {
    if (isRecipe(name)) return (await loadConfig(name, { set })).config;
    const hint = suggest(name, [...names, ...recipeNames()]);
    throw new UsageError(`There is no data set or recipe named '${name}'.${hint}`);
  }
  const input = applyOverrides({ dataset: { name } }, set);
  const schema = z.strictObject({
    dataset: sections().dataset,
    seed: z.int().min(0).default(0),
  });
  const result = schema.safeParse(input);
  if (result.success) return result.data as unknown as DatasetConfig;
  const lines = result.error.issues.map((issue) => describeIssue(issue, schema, input));
  throw new UsageError(lines.join('\n'));
}
