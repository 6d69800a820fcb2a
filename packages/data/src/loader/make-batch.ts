import { foldIn, randomStream } from '@gnp/random';
import type { Transform } from '../augmentations/transform.js';
import type { BatchTransform } from '../batch-augmentations/batch-transform.js';
import { DatasetError } from '../dataset-error.js';
import { imageLength } from '../image.js';
import type { Image } from '../image.js';
import type { ImageSource } from '../image-source.js';
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

/** How many images are read at a time, where that happens in the background. */
const readAhead = 4;

/**
 * A batch, as a pure function of the seed, the epoch and its images: an image's augmentation depends on (seed, epoch,
 * image) alone, and that of the whole on (seed, epoch, index).
 *
 * @throws DatasetError where images differ in size
 */
export async function makeBatch(recipe: BatchRecipe, plan: BatchPlan): Promise<Batch> {
  const { seed, augment, augmentBatch } = recipe;
  const { epoch, index, indices } = plan;
  const size = indices.length;
  const augmentSeed = foldIn(seed, 'augment', epoch);
  let images = new Uint8Array(0);
  let first: Image | undefined;
  const reading: (Image | Promise<Image>)[] = [];
  for (let i = 0; i < size; i++) {
    while (reading.length < Math.min(size, i + readAhead)) {
      const given = recipe.read(indices[reading.length]);
      if (given instanceof Promise) given.catch(() => {}); // it is told when its turn comes
      reading.push(given);
    }
    const given = reading[i];
    const image = given instanceof Promise ? await given : given;
    delete reading[i];
    const shown = augment ? augment(image, randomStream(foldIn(augmentSeed, indices[i]))) : image;
    if (!first) {
      first = shown;
      images = new Uint8Array(size * imageLength(first));
    } else checkAlike(shown, first, indices[i]);
    images.set(shown.pixels, i * imageLength(first));
  }
  const { height, width, channels } = first as Image;
  const shape = [size, height, width, channels] as const;
  const labels = Int32Array.from(indices, (chosen) => recipe.labels[chosen]);
  const plain = { images, shape, labels };
  const random = randomStream(foldIn(seed, 'augment batch', epoch, index));
  const changed = augmentBatch ? augmentBatch(plain, random) : plain;
  return { ...changed, ...plan, shape, size };
}

function checkAlike(image: Image, first: Image, index: number): void {
  const [found, expected] = [image, first].map(
    ({ height, width, channels }) => `${height}x${width}x${channels}`,
  );
  if (found === expected) return;
  throw new DatasetError(
    `Image ${index} is ${found} where the first of its batch is ${expected}; bring all to one size, by random-resized-crop, center-crop or resize, ` +
      'and to one number of channels.',
  );
}
