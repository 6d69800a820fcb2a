import type { ImageDataset } from '@gnp/data';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { crossEntropy, normalizer } from '@gnp/trainer';
import type { TrainingOptions } from '@gnp/trainer';
import type { Config } from '../config/schema.js';
import { UsageError } from '../usage-error.js';
import { buildBlankModel, sizeOf } from './build-model.js';
import { loaderOf } from './loaders.js';
import { readDataset, testedSplit } from './read-dataset.js';
import type { SplitDataset, SplitName } from './read-dataset.js';

/** Images of a batch in evaluation, where nothing is kept for a gradient. */
const testBatchSize = 256;

/**
 * What an evaluation needs of a configuration, for weights that are loaded afterwards.
 *
 * @param split default: what the run was tested on
 */
export async function buildEvaluation(config: Config, split?: SplitName) {
  const dataset = await readDataset(config);
  const model = buildBlankModel(config, dataset, await sizeOf(config, dataset));
  return {
    ...evaluationSettings(config, model, dataset),
    data: wholeSplit(config, dataset, split ?? testedSplit(dataset)),
    split: split ?? testedSplit(dataset),
    classNames: dataset.classNames,
  };
}

/** What training and evaluation share. */
export function evaluationSettings(
  { labelSmoothing }: Config,
  model: LayersModel,
  dataset: ImageDataset,
): Pick<TrainingOptions, 'model' | 'loss' | 'preprocess'> {
  return { model, loss: crossEntropy({ labelSmoothing }), preprocess: normalizer(dataset) };
}

/** Where a batch of training does not fit into memory as a whole, one of tests is no larger than its parts. */
function mostImages({ microBatches, batchSize }: Config): number {
  const isWhole = microBatches === 'auto' || microBatches === 1;
  return isWhole ? Infinity : Math.ceil(batchSize / microBatches);
}

/**
 * All images of a split, in their order.
 *
 * @throws UsageError if no images were held back for validation
 */
export function wholeSplit(config: Config, dataset: SplitDataset, name: SplitName) {
  const split = dataset[name];
  if (!split) {
    throw new UsageError(
      `There are no validation images: 'dataset.validationFraction' is 0. The splits are test and train.`,
    );
  }
  const batchSize = Math.min(testBatchSize, split.count, mostImages(config));
  const { testAugmentation: augmentation, workers } = config.dataset;
  return loaderOf(split, dataset, { batchSize, shuffle: false, augmentation, workers });
}
