import type { Tensor } from '@tensorflow/tfjs-core';
import { trainableVariables } from '@gnp/models';
import type { Config } from '../config/schema.js';
import { buildOptimizer, parameterMasks } from './build-optimizer.js';
import { buildRule } from './build-rule.js';
import { learningRateSchedule } from './learning-rate.js';
import { checkSelections } from './check-selections.js';
import { microBatchesOf } from './micro-batches.js';
import { normalizerOf } from './normalize.js';
import { buildTask } from './task.js';
import type { Training } from './train.js';

/** Builds everything that a configuration describes; the backend must be ready. */
export function prepare(config: Config): Training {
  const task = buildTask(config);
  const { batchesPerEpoch } = task.loader;
  const learningRate = learningRateSchedule(config.learningRate, config.epochs, batchesPerEpoch);
  const parameters = trainableVariables(task.model);
  checkSelections(config.rule, parameters);
  const isPenalized = parameterMasks[config.l2Parameters];
  const penalized = Object.entries(parameters)
    .filter(([name, parameter]) => isPenalized(name, parameter as Tensor))
    .map(([, parameter]) => parameter);
  const context = {
    model: task.model,
    parameters,
    penalized,
    l2: config.l2,
    labelSmoothing: config.labelSmoothing,
    rule: buildRule(config, batchesPerEpoch),
    microBatches: microBatchesOf(config),
    optimizer: buildOptimizer(config, learningRate),
    normalize: normalizerOf(task.dataset),
    seed: config.seed,
  };
  return { config, task, context, learningRate };
}
