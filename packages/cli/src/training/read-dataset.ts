import { holdOut, labelNoise, takeSubset } from '@gnp/data';
import type { ImageDataset } from '@gnp/data';
import { loadDataset } from '@gnp/data/node';
import { augmentations } from '../config/schema.js';
import type { Config } from '../config/schema.js';
import { datasetSettings } from '../config/settings.js';

/**
 * Reads the images of a configuration: its data set, with labels made wrong, images left out or held back as it says.
 *
 * @throws Error with a line that says which file or setting is wrong
 */
export async function readDataset({
  dataset,
  seed,
}: Pick<Config, 'dataset' | 'seed'>): Promise<ImageDataset> {
  const { validationFraction, trainImages, labelNoise: share, labelNoiseKind: kind } = dataset;
  const others = [...Object.keys(datasetSettings), ...Object.keys(augmentations)];
  const own = Object.fromEntries(Object.entries(dataset).filter(([key]) => !others.includes(key)));
  const whole = await loadDataset({ ...own, name: dataset.name });
  const split = validationFraction > 0 ? holdOut(whole, validationFraction, seed) : whole;
  let { train } = split;
  if (trainImages !== undefined) train = takeSubset(train, trainImages, seed);
  if (share > 0) train = labelNoise(train, split.classes, { share, kind, seed });
  return { ...split, train };
}
