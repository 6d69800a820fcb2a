import type { Config } from '../config/schema.js';
import { factsOf, readFacts } from './dataset-facts.js';
import type { DatasetFacts } from './dataset-facts.js';
import { sizeOf } from './build-model.js';
import { readDataset } from './read-dataset.js';

/**
 * The facts that a run keeps, or of a run that keeps none those of its data set, which is read.
 *
 * @throws Error if the file is damaged, or the data set cannot be read
 */
export async function factsOfRun(runDir: string, config: Config): Promise<DatasetFacts> {
  const kept = await readFacts(runDir);
  if (kept) return kept;
  const dataset = await readDataset(config);
  return factsOf(dataset, await sizeOf(config, dataset));
}
