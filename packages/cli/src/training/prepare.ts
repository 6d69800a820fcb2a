import type { Tensor } from '@tensorflow/tfjs-core';
import { trainableVariables } from '@gnp/models';
import { isCovered } from '@gnp/options';
import type { Config } from '../config/schema.js';
import { buildOptimizer } from './build-optimizer.js';
import { buildRule } from './build-rule.js';
import { checkSelections } from './check-selections.js';
import { classWeightsOf } from './class-weights.js';
import { learningRateSchedule } from './learning-rate.js';
import { normalizerOf } from './normalize.js';
import { buildTask } from './task.js';
import type { Training } from './train.js';

/** Builds everything that a configuration describes; the backend must be ready. */
export function prepare(config: Config): Training {
  buildRule(config, 1); // contradictions should not wait for the images
  const task = buildTask(config);
  const { model, dataset, loader } = task;
  const { batchesPerEpoch } = loader;
  const learningRate = learningRateSchedule(config.learningRate, config.epochs, batchesPerEpoch);
  const parameters = trainableVariables(model);
  checkSelections(config, parameters);
  const context = {
    model,
    parameters,
    l2Parameters: Object.entries(parameters)
      .filter(([name, parameter]) => isCovered(config.l2Mask, name, parameter as Tensor))
      .map(([, parameter]) => parameter),
    l2: config.l2,
    loss: {
      labelSmoothing: config.labelSmoothing,
      classWeights: classWeightsOf(config, dataset.train, dataset.classes),
    },
    rule: buildRule(config, batchesPerEpoch),
    microBatches: Math.max(config.microBatches, config.rule.shards ?? 1),
    skipNonFinite: config.skipNonFinite !== undefined,
    optimizer: buildOptimizer(config, learningRate, batchesPerEpoch),
    normalize: normalizerOf(dataset),
    seed: config.seed,
  };
  return { config, task, context, learningRate };
}
