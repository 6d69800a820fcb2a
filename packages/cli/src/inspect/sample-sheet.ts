import {
  contactSheet,
  createLoader,
  pixels,
  resolveAugmentation,
  resolveBatchAugmentation,
} from '@gnp/data';
import type { Image, ImageDataset, ImageSource, Transform } from '@gnp/data';
import { foldIn, randomStream } from '@gnp/random';
import type { DatasetConfig } from '../config/dataset-config.js';

/** How many classes are shown, and of each how many images. */
const rows = 10;
const columns = 8;

/** Pixels that the longer side of an image has on the sheet, about. */
const side = 96;

/**
 * Samples as training sees them: a row for each of the first ten classes, a training image of it and what augmentation
 * makes of it in seven epochs, or without augmentation eight images; at the end, where batches are augmented, a row of
 * the first batch.
 */
export async function sampleSheet(
  { train, classes, ...data }: ImageDataset,
  { dataset, seed }: DatasetConfig,
): Promise<Image> {
  const facts = { ...data, classes };
  const augment = resolveAugmentation(dataset.augmentation, facts);
  const sheet: Image[][] = [];
  for (let label = 0; label < Math.min(classes, rows); label++) {
    const indices = [...train.labels.keys()].filter((index) => train.labels[index] === label);
    sheet.push(await rowOf(train, indices, augment, seed));
  }
  const augmentBatch = resolveBatchAugmentation(dataset.batchAugmentation, facts);
  if (augmentBatch) {
    const options = { batchSize: Math.min(columns, train.count), seed, augment, augmentBatch };
    for await (const { images, shape } of createLoader(train, options).epoch(0)) {
      const [count, height, width, channels] = shape;
      const length = height * width * channels;
      sheet.push(
        Array.from({ length: count }, (_, i) => {
          return { height, width, channels, pixels: images.subarray(i * length, (i + 1) * length) };
        }),
      );
      break;
    }
  }
  return contactSheet(sheet.map((row) => row.map(shown)));
}

/** Empty for a class that a subset or wrong labels left without images. */
async function rowOf(
  train: ImageSource,
  indices: readonly number[],
  augment: Transform | undefined,
  seed: number,
): Promise<Image[]> {
  const row: Image[] = [];
  for (const index of indices.slice(0, augment ? 1 : columns)) row.push(await train.read(index));
  const [first] = row;
  for (let epoch = 0; augment && first && epoch < columns - 1; epoch++) {
    row.push(augment(first, randomStream(foldIn(seed, 'sample', indices[0], epoch))));
  }
  return row;
}

/** Small images are enlarged by whole pixels, large ones are made to fit. */
function shown(image: Image): Image {
  const longer = Math.max(image.height, image.width);
  const scale = longer <= side ? Math.floor(side / longer) : side / longer;
  const to = (pixels: number) => Math.max(1, Math.round(pixels * scale));
  const size = { height: to(image.height), width: to(image.width) };
  return pixels.resize(image, size, scale >= 1 ? 'nearest' : 'bilinear');
}
