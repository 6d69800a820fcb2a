import '../tensorflow.js';
import { countParameters } from '@gnp/models';
import type { RunFolder } from '@gnp/trainer/node';
import { readRecord } from '../config/load-config.js';
import type { DatasetFacts } from './dataset-facts.js';
import { buildBlankModel } from './build-model.js';

/** How many numbers the model of a run trains, built for it. */
export async function parametersOfModel(
  record: RunFolder['config'],
  facts: DatasetFacts,
): Promise<number> {
  const model = buildBlankModel((await readRecord(record)).config, facts, facts.input);
  const count = countParameters(model);
  model.dispose();
  return count;
}
