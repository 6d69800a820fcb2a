import { foldIn, randomStream } from '@gnp/random';
import type { Transform } from '../augmentations/transform.js';
import type { BatchTransform } from '../batch-augmentations/batch-transform.js';
import { DatasetError } from '../dataset-error.js';
import type { ImageSource } from '../image-source.js';
import { describeShape, imageLength, sameShape } from '../image.js';
import type { Image } from '../image.js';
import type { Batch, BatchPlan } from './batch.js';

/** What batches are made of. */
export interface BatchRecipe {
  readonly read: ImageSource['read'];
  /** [count], of all images. */
  readonly labels: Int32Array;
  readonly seed: number;
  readonly augment?: Transform | undefined;
  readonly augmentBatch?: BatchTransform | undefined;
}

/**
 * A batch, as a pure function of the seed, the epoch and its images: an image's augmentation depends on (seed, epoch,
 * image) alone, and where it comes several times on which time it is, and that of the whole on (seed, epoch, first image).
 *
 * @throws DatasetError where images differ in size
 */
export async function makeBatch(recipe: BatchRecipe, plan: BatchPlan): Promise<Batch> {
  const { seed, augment, augmentBatch } = recipe;
  const { turns, ...rest } = plan;
  const { epoch, indices } = rest;
  const size = indices.length;
  const augmentSeed = foldIn(seed, 'augment', epoch);
  const next = readAhead(recipe.read, indices);
  let images = new Uint8Array(0);
  let first: Image | undefined;
  for (let i = 0; i < size; i++) {
    const read = next();
    const image = read instanceof Promise ? await read : read;
    const turn = turns?.[i] ?? 0;
    const imageSeed = foldIn(augmentSeed, indices[i], ...(turn > 0 ? [turn] : []));
    const shown = augment ? augment(image, randomStream(imageSeed)) : image;
    if (!first) {
      first = shown;
      images = new Uint8Array(size * imageLength(first));
    } else if (!sameShape(shown, first)) throw differs(shown, first, indices[i]);
    images.set(shown.pixels, i * imageLength(first));
  }
  const { height, width, channels } = first as Image;
  const shape = [size, height, width, channels] as const;
  const labels = Int32Array.from(indices, (chosen) => recipe.labels[chosen]);
  const batch = { images, shape, labels, ...rest, size };
  if (!augmentBatch) return batch;
  const random = randomStream(foldIn(seed, 'augment batch', epoch, indices[0]));
  return { ...batch, ...augmentBatch(batch, random) };
}

/** How many images are read at a time, where that happens in the background. */
const atOnce = 4;

/** Gives the images one after the other, the next ones being read meanwhile. */
function readAhead(read: ImageSource['read'], indices: Uint32Array): () => Image | Promise<Image> {
  const begun: (Image | Promise<Image>)[] = [];
  let count = 0;
  return () => {
    while (begun.length < atOnce && count < indices.length) {
      const given = read(indices[count++]);
      if (given instanceof Promise) given.catch(() => {}); // it is told when its turn comes
      begun.push(given);
    }
    return begun.shift() as Image | Promise<Image>;
  };
}

const differs = (image: Image, first: Image, index: number) =>
  new DatasetError(
    `Image ${index} is ${describeShape(image)} where the first of its batch is ${describeShape(first)}; bring all to one size, by ` +
      'random-resized-crop, center-crop or resize, and to one number of channels.',
  );
