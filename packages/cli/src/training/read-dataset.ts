import { holdOut, labelNoise, takeSubset } from '@gnp/data';
import type { ImageDataset, ImageSource } from '@gnp/data';
import { loadDataset } from '@gnp/data/node';
import { augmentations } from '../config/schema.js';
import type { Config } from '../config/schema.js';
import { seedsOf } from './seeds.js';
import { datasetSettings } from '../config/settings.js';

/** The images of a configuration. */
export interface SplitDataset extends ImageDataset {
  /** Those held back from the training images, where there are any. */
  readonly validation?: ImageSource;
}

/** A part of the images. */
export type SplitName = 'train' | 'validation' | 'test';

/** What a run is tested on as it trains: the images that were held back for that, or the test images. */
export const testedSplit = ({ validation }: SplitDataset): SplitName =>
  validation ? 'validation' : 'test';

/**
 * Reads the images of a configuration: its data set, with labels made wrong, images left out or held back as it says.
 *
 * @throws Error with a line that says which file or setting is wrong
 */
export async function readDataset(
  config: Pick<Config, 'dataset' | 'seed' | 'seeds'>,
): Promise<SplitDataset> {
  const { dataset } = config;
  const seed = seedsOf(config).data;
  const { validationFraction, trainImages, labelNoise: share, labelNoiseKind: kind } = dataset;
  const others = [...Object.keys(datasetSettings), ...Object.keys(augmentations)];
  const own = Object.fromEntries(Object.entries(dataset).filter(([key]) => !others.includes(key)));
  const whole = await loadDataset({ ...own, name: dataset.name });
  const held = validationFraction > 0 ? holdOut(whole, validationFraction, seed) : undefined;
  let { train } = held ?? whole;
  if (trainImages !== undefined) train = takeSubset(train, trainImages, seed);
  if (share > 0) train = labelNoise(train, whole.classes, { share, kind, seed });
  return { ...whole, train, ...(held && { validation: held.test }) };
}
