import { describeShape, resolveAugmentation, sameShape } from '@gnp/data';
import type { ImageDataset, ImageShape } from '@gnp/data';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Tensor } from '@tensorflow/tfjs-core';
import { createModel, trainableVariables } from '@gnp/models';
import { isSelected, suggest } from '@gnp/options';
import { foldIn, randomStream } from '@gnp/random';
import { balancedWeights, crossEntropy, l2, normalizer } from '@gnp/trainer';
import type { TrainingOptions } from '@gnp/trainer';
import type { Config } from '../config/schema.js';
import { UsageError } from '../usage-error.js';
import { buildOptimizer } from './build-optimizer.js';
import { buildRule } from './build-rule.js';
import { loopCallbacks } from './loop-callbacks.js';
import { loaderOf } from './loaders.js';
import { seedsOf } from './seeds.js';
import { readDataset, testedSplit } from './read-dataset.js';
import type { SplitDataset, SplitName } from './read-dataset.js';

/** Images of a batch in evaluation, where nothing is kept for a gradient. */
const testBatchSize = 256;

/** Of more classes nobody reads which are taken for which. */
const mostClasses = 1000;

/** What a configuration describes, read and built. */
export interface Experiment {
  readonly dataset: SplitDataset;
  /** The size of images as the model gets them. */
  readonly imageSize: ImageShape;
  /** What `train` of `@gnp/trainer` is given. */
  readonly training: TrainingOptions;
}

/**
 * Reads and builds everything that a configuration describes. The backend must be ready.
 *
 * @throws Error with a line that says what is wrong with which setting
 */
export async function buildExperiment(config: Config): Promise<Experiment> {
  buildRule(config, 1); // contradictions should not wait for the images
  const dataset = await readDataset(config);
  const { train, classes } = dataset;
  if (train.count < config.batchSize) {
    console.error(`There are only ${train.count} training images: a batch holds them all.`);
  }
  const { augmentation, batchAugmentation, workers } = config.dataset;
  const data = loaderOf(train, dataset, {
    batchSize: Math.min(config.batchSize, train.count),
    seed: foldIn(seedsOf(config).data, 'data'),
    sampling: config.dataset.sampling,
    dropRemainder: config.dropRemainder,
    ...{ augmentation, batchAugmentation, workers },
  });
  const imageSize = await sizeOf(config, dataset);
  const model = buildModel(config, dataset, imageSize);
  checkSelections(config, model);
  checkMetric(config, classes);
  const { steps, evaluateEveryEpochs, logEverySteps, skipNonFinite, rule } = config;
  const { batchesPerEpoch } = data;
  const training = {
    ...evaluationSettings(config, model, dataset),
    data,
    epochs: config.epochs ?? Math.ceil(steps! / batchesPerEpoch),
    steps,
    testData: wholeSplit(config, dataset, testedSplit(dataset)),
    testedOn: dataset.validation && testedSplit(dataset),
    rule: buildRule(config, batchesPerEpoch),
    optimizer: buildOptimizer(config, batchesPerEpoch),
    weightPenalty: l2(config.l2, config.l2Mask),
    classWeights: classWeightsOf(config, train.labels, classes),
    microBatches: Math.max(config.microBatches, rule.shards ?? 1),
    evaluateEveryEpochs,
    logEverySteps,
    skipNonFinite,
    seed: seedsOf(config).steps,
    confusion: classes <= mostClasses,
    predictions: true,
    callbacks: loopCallbacks(config),
  };
  return { dataset, imageSize, training };
}

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

function evaluationSettings(
  { labelSmoothing }: Config,
  model: LayersModel,
  dataset: ImageDataset,
): Pick<TrainingOptions, 'model' | 'loss' | 'preprocess'> {
  return { model, loss: crossEntropy({ labelSmoothing }), preprocess: normalizer(dataset) };
}

/**
 * All images of a split, in their order.
 *
 * @throws UsageError if no images were held back for validation
 */
function wholeSplit(config: Config, dataset: SplitDataset, name: SplitName) {
  const split = dataset[name];
  if (!split) {
    throw new UsageError(
      `There are no validation images: 'dataset.validationFraction' is 0. The splits are test and train.`,
    );
  }
  const batchSize = Math.min(testBatchSize, split.count);
  const { testAugmentation: augmentation, workers } = config.dataset;
  return loaderOf(split, dataset, { batchSize, shuffle: false, augmentation, workers });
}

/**
 * The size of images as the model gets them.
 *
 * @throws UsageError if test images would not be as large as training images
 */
export async function sizeOf(
  { dataset: { augmentation, testAugmentation } }: Config,
  data: ImageDataset,
): Promise<ImageShape> {
  const image = await data.train.read(0);
  const [train, test] = [augmentation, testAugmentation].map(
    (spec) => resolveAugmentation(spec, data)?.(image, randomStream(0)) ?? image,
  );
  if (sameShape(train, test)) return train;
  throw new UsageError(
    `Training images of ${describeShape(train)} do not fit test images of ${describeShape(test)}: set 'dataset.testAugmentation', ` +
      `for example to ${train.height === train.width ? 'imagenet-test or ' : ''}{ name: resize, height: ${train.height}, width: ${train.width} }.`,
  );
}

/** The model of a configuration with zeros for weights, to be loaded, for images of this size. */
export function buildBlankModel(
  config: Config,
  data: Pick<ImageDataset, 'classes'>,
  size: ImageShape,
): LayersModel {
  return buildModel(config, data, size, { blank: true });
}

function buildModel(
  config: Config,
  { classes }: Pick<ImageDataset, 'classes'>,
  { height, width, channels }: ImageShape,
  { blank = false } = {},
): LayersModel {
  const { name, ...options } = config.model;
  const seed = foldIn(seedsOf(config).model, 'model');
  const task = { classes, channels, imageSize: [height, width] as const };
  return createModel(name, { ...options, ...task, seed, blank });
}

/** @throws UsageError if a pattern of parameters' names means none of them */
function checkSelections({ rule, optimizer, l2Mask }: Config, model: LayersModel): void {
  const parameters = trainableVariables(model);
  const names = Object.keys(parameters);
  const lists = {
    'rule.only': rule.only,
    'rule.exclude': rule.exclude,
    'optimizer.decayMask': optimizer.decayMask,
    l2Mask,
  };
  for (const [key, patterns] of Object.entries(lists)) {
    if (!Array.isArray(patterns)) continue; // masks may be words
    for (const pattern of patterns as string[]) {
      if (names.some((name) => isSelected(pattern, name, parameters[name] as Tensor))) continue;
      throw new UsageError(
        `'${key}' names '${pattern}', but no parameter is called so.${suggest(pattern, names)}`,
      );
    }
  }
}

/** @throws UsageError if the run is to be stopped by a figure that its tests do not have */
function checkMetric({ earlyStopping }: Config, classes: number): void {
  if (!earlyStopping?.metric.endsWith('top5ErrorRate') || classes > 5) return;
  throw new UsageError(
    `'earlyStopping.metric' is '${earlyStopping.metric}', which needs more than the ${classes} classes there are.`,
  );
}

function classWeightsOf(
  { classWeights }: Config,
  labels: Int32Array,
  classes: number,
): readonly number[] | undefined {
  if (classWeights === 'balanced') return balancedWeights(labels, classes);
  if (classWeights === undefined || classWeights.length === classes) return classWeights;
  throw new UsageError(
    `'classWeights' has ${classWeights.length} numbers; there are ${classes} classes.`,
  );
}
