import { readFile } from 'node:fs/promises';
import { decodeImage } from '@gnp/data/node';
import type { Image } from '@gnp/data';
import { normalizer } from '@gnp/trainer';
import type { Config } from '../config/schema.js';
import type { TrainedModel } from '../training/trained-model.js';
import { UsageError } from '../usage-error.js';
import { imageFitter } from './fit-image.js';
import type { FittedImage } from './fit-image.js';
import type { ImageFile } from './image-files.js';
import { predictImages } from './predict-images.js';
import type { Prediction } from './predict-images.js';

/** What a model says of a file, or why it says nothing. */
export type FileResult =
  | {
      readonly path: string;
      readonly predictions: readonly Prediction[];
      /** Whether the image had another size than those of the data set, and nothing to bring it there. */
      readonly resized: boolean;
    }
  | { readonly path: string; readonly error: string };

/** Images of a batch; as many are decoded at a time. */
const batchSize = 64;

/**
 * Predicts the images of files, in their order, batch by batch.
 *
 * @param top how many of the likeliest classes are given
 * @throws UsageError if the model takes images that no file holds
 */
export async function* predictFiles(
  files: readonly ImageFile[],
  { model, facts }: TrainedModel,
  { dataset }: Pick<Config, 'dataset'>,
  top: number,
): AsyncGenerator<FileResult> {
  const decode = decoder(facts.channels, dataset.exifRotation === true);
  const fit = imageFitter(dataset.testAugmentation, facts);
  const options = { preprocess: normalizer(facts), classNames: facts.classNames, top };
  for (let start = 0; start < files.length; start += batchSize) {
    const part = files.slice(start, start + batchSize);
    const read = await Promise.all(part.map((file) => fitted(file, decode, fit)));
    const images = read.flatMap((one) => ('image' in one ? [one.image] : []));
    const predicted = images.length > 0 ? await predictImages(model, images, options) : [];
    for (const one of read) {
      if ('error' in one) yield one;
      else yield { path: one.path, resized: one.resized, predictions: predicted.shift()! };
    }
  }
}

type Decode = (path: string) => Promise<Image>;

function decoder(channels: number, exifRotation: boolean): Decode {
  if (channels !== 1 && channels !== 3) {
    throw new UsageError(
      `The model takes images of ${channels} channels; JPEG and PNG files give 1 or 3.`,
    );
  }
  return async (path) => {
    const bytes = await readFile(path);
    // the path stands before the message
    return decodeImage(bytes, { path, channels, exifRotation });
  };
}

async function fitted(
  file: ImageFile,
  decode: Decode,
  fit: (image: Image) => FittedImage,
): Promise<({ readonly path: string } & FittedImage) | { readonly path: string; error: string }> {
  const { path } = file;
  if ('error' in file) return file;
  try {
    return { path, ...fit(await decode(path)) };
  } catch (error) {
    return { path, error: (error as Error).message };
  }
}
