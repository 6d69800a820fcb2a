import type { ImageShape } from '@gnp/data';
import { foldIn } from '@gnp/random';
import { l2 } from '@gnp/trainer';
import type { TrainingOptions } from '@gnp/trainer';
import type { Config } from '../config/schema.js';
import { buildModel, sizeOf } from './build-model.js';
import { buildOptimizer } from './build-optimizer.js';
import { buildRule } from './build-rule.js';
import { checkMetric, checkSelections, classWeightsOf } from './check-experiment.js';
import { evaluationSettings, wholeSplit } from './evaluation.js';
import { fitMicroBatches } from './fit-micro-batches.js';
import { loopCallbacks } from './loop-callbacks.js';
import { loaderOf } from './loaders.js';
import { seedsOf } from './seeds.js';
import { readDataset, testedSplit } from './read-dataset.js';
import type { SplitDataset } from './read-dataset.js';
import { measureStepMemory } from './step-memory.js';
import type { StepMemory } from './step-memory.js';

/** Of more classes nobody reads which are taken for which. */
const mostClasses = 1000;

/** What a configuration describes, read and built. */
export interface Experiment {
  readonly dataset: SplitDataset;
  /** The size of images as the model gets them. */
  readonly imageSize: ImageShape;
  /** What `train` of `@gnp/trainer` is given. */
  readonly training: TrainingOptions & { readonly microBatches: number };
  /** What the configuration left open and was chosen, in sentences. */
  readonly choices: readonly string[];
  /** Measures what a step holds. */
  stepMemory(): Promise<StepMemory>;
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
  const batchSize = Math.min(config.batchSize, train.count);
  const { augmentation, batchAugmentation, workers, sampling } = config.dataset;
  const data = loaderOf(train, dataset, {
    seed: foldIn(seedsOf(config).data, 'data'),
    dropRemainder: config.dropRemainder,
    ...{ batchSize, augmentation, batchAugmentation, workers, sampling },
  });
  const imageSize = await sizeOf(config, dataset);
  const model = buildModel(config, dataset, imageSize);
  checkSelections(config, model);
  checkMetric(config, classes);
  const { evaluateEveryEpochs, logEverySteps, skipNonFinite, rule } = config;
  const { batchesPerEpoch } = data;
  const { epochs = Math.ceil(config.steps! / batchesPerEpoch) } = config;
  const { steps = epochs * batchesPerEpoch } = config;
  const settings = {
    ...evaluationSettings(config, model, dataset),
    rule: buildRule(config, batchesPerEpoch),
    optimizer: buildOptimizer(config, batchesPerEpoch),
    weightPenalty: l2(config.l2, config.l2Mask),
    classWeights: classWeightsOf(config, train.labels, classes),
    seed: seedsOf(config).steps,
  };
  const stepMemory = async () => {
    const few = { batchSize: Math.min(4, train.count), shuffle: false, workers: 0 };
    const { epoch } = loaderOf(train, dataset, { ...few, augmentation, batchAugmentation });
    for await (const batch of epoch(0)) {
      return measureStepMemory(settings, { batch, batchSize, steps });
    }
    throw new Error('There are no training images.'); // readers refuse such data sets
  };
  const least = rule.shards ?? 1;
  const fitted =
    config.microBatches === 'auto'
      ? fitMicroBatches(await stepMemory(), { batchSize, least })
      : { microBatches: Math.max(config.microBatches, least) };
  const { microBatches } = fitted;
  const training = {
    ...settings,
    data,
    epochs,
    steps: config.steps,
    testData: wholeSplit({ ...config, microBatches }, dataset, testedSplit(dataset)),
    testedOn: dataset.validation && testedSplit(dataset),
    microBatches,
    evaluateEveryEpochs,
    logEverySteps,
    skipNonFinite,
    confusion: classes <= mostClasses,
    predictions: true,
    callbacks: loopCallbacks(config),
  };
  return {
    dataset,
    imageSize,
    training,
    stepMemory,
    choices: 'told' in fitted ? [fitted.told] : [],
  };
}
