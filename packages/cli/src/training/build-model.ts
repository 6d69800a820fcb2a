import { createModel } from '@gnp/models';
import { foldIn, randomStream } from '@gnp/random';
import { describeShape, resolveAugmentation, sameShape } from '@gnp/data';
import type { ImageDataset, ImageShape } from '@gnp/data';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Config } from '../config/schema.js';
import { UsageError } from '../usage-error.js';
import { seedsOf } from './seeds.js';

/** The model of a configuration with zeros for weights, to be loaded, for images of this size. */
export function buildBlankModel(
  config: Config,
  data: Pick<ImageDataset, 'classes'>,
  size: ImageShape,
): LayersModel {
  return buildModel(config, data, size, { blank: true });
}

/** The model of a configuration, for images of this size. */
export function buildModel(
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
