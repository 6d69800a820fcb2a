import { useBackend } from '@gnp/backends';
import { assignVariables } from '@gnp/trainer';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { setUp } from '../usage-error.js';
import type { DatasetFacts } from './dataset-facts.js';
import { buildBlankModel } from './build-model.js';
import { factsOfRun } from './facts-of-run.js';
import type { TrainedRun } from './trained-run.js';

/** A model as a run has trained it: normalised images in, logits [batch, classes] out. */
export interface TrainedModel {
  readonly model: LayersModel;
  readonly facts: DatasetFacts;
}

/**
 * The model of a run, on the backend that its configuration names, without its images where the run keeps what is needed
 * of them.
 *
 * @throws UsageError if the backend or, of a run that keeps no facts, the data set is missing
 */
export function loadTrainedModel({ folder, config, weights }: TrainedRun): Promise<TrainedModel> {
  return setUp(async () => {
    const facts = await factsOfRun(folder.dir, config);
    await useBackend(config.backend, config);
    const model = buildBlankModel(config, facts, facts.input);
    assignVariables(model, weights);
    return { model, facts };
  });
}
