import type { LayersModel } from '@tensorflow/tfjs-layers';
import { createLoader, holdOut, loadDataset, resolveAugmentation, takeSubset } from '@gnp/data';
import type { ImageDataset, Loader } from '@gnp/data';
import { createModel } from '@gnp/models';
import { foldIn } from '@gnp/random';
import type { Config } from '../config/schema.js';

/** What a configuration describes, read and built: everything but the state of training. */
export interface Task {
  readonly dataset: ImageDataset;
  readonly model: LayersModel;
  readonly loader: Loader;
}

/**
 * Reads the data set and builds the model of a configuration. The backend must be ready.
 *
 * @param options.blank whether the model's weights are loaded afterwards, and need not be drawn
 * @throws DatasetError or Error with a line that says what is wrong with which setting
 */
export function buildTask(config: Config, { blank = false } = {}): Task {
  const dataset = readDataset(config);
  const { height, width, channels, classes } = dataset;
  const { count } = dataset.train;
  if (count < config.batchSize) {
    console.error(`There are only ${count} training images: a batch holds them all.`);
  }
  const loader = createLoader(dataset.train, dataset, {
    batchSize: Math.min(config.batchSize, count),
    seed: foldIn(config.seed, 'data'),
    augment: resolveAugmentation(config.dataset.augmentation),
    dropRemainder: config.dropRemainder,
  });
  const { name, ...options } = config.model;
  const model = createModel(name, {
    ...options,
    classes,
    channels,
    imageSize: [height, width],
    seed: foldIn(config.seed, 'model'),
    blank,
  });
  return { dataset, model, loader };
}

function readDataset({ dataset, seed }: Config): ImageDataset {
  const { augmentation: _, validationFraction, trainImages, ...options } = dataset;
  const whole = loadDataset(options);
  const split = validationFraction > 0 ? holdOut(whole, validationFraction, seed) : whole;
  if (trainImages === undefined) return split;
  return { ...split, train: takeSubset(split.train, trainImages, seed) };
}
