import { names, resolveOptions } from '@gnp/options';
import type { Given } from '@gnp/options';
import { channelStatistics } from '../../channel-statistics.js';
import { DatasetError } from '../../dataset-error.js';
import type { ImageDataset } from '../../dataset.js';
import type { ImageArray } from '../../image-array.js';
import { sharedArray } from '../workers/shared-array.js';
import { checkFolder, findFile } from './files.js';
import { readIdxFile } from './idx-file.js';

/** What can be chosen of IDX files. */
export const idxOptions = {
  classNames: names(
    "one name a class, which also fixes how many there are; default: '0' to the largest training label",
    { optional: true },
  ),
};

/** Options of {@link readIdx}: `classNames`, and what to call the data set, `name` ('idx'). */
export type IdxOptions = Given<typeof idxOptions> & { readonly name?: string };

/**
 * Grey images in four IDX files, as MNIST and Fashion-MNIST come: `train-images-idx3-ubyte`,
 * `train-labels-idx1-ubyte`, `t10k-images-idx3-ubyte` and `t10k-labels-idx1-ubyte`, with or without
 * `.gz`, also spelt `train-images.idx3-ubyte`. Mean and std are those of the training images.
 *
 * @param dir the folder of the four files.
 * @throws DatasetError where a file is missing or damaged, where images and labels differ in number, or
 *   where a label is out of range.
 */
export function readIdx(
  dir: string,
  { name = 'idx', ...options }: IdxOptions = {},
): ImageDataset<ImageArray> {
  const { classNames } = resolveOptions(name, idxOptions, options);
  checkFolder(dir, name);
  const train = readPart(dir, 'train');
  const test = readPart(dir, 't10k');
  const { shape } = train.split;
  const sizes = [train, test].map(({ split: { shape } }) => `${shape.height}x${shape.width}`);
  if (sizes[0] !== sizes[1]) {
    throw new DatasetError(
      `Training images in "${dir}" are ${sizes[0]}, test images ${sizes[1]}; expected one size.`,
    );
  }
  const named =
    classNames ??
    Array.from({ length: train.split.labels.reduce((a, b) => Math.max(a, b)) + 1 }, (_, label) =>
      String(label),
    );
  checkLabels(train, named.length);
  checkLabels(test, named.length);
  return {
    name,
    classes: named.length,
    classNames: named,
    channels: 1,
    shape,
    ...channelStatistics([train.split.images], 1),
    train: train.split,
    test: test.split,
  };
}

interface IdxPart {
  readonly split: ImageArray;
  readonly labelsPath: string;
}

function readPart(dir: string, part: string): IdxPart {
  const imagesPath = findFile(dir, spellings(part, 'images', 3));
  const labelsPath = findFile(dir, spellings(part, 'labels', 1));
  const images = readIdxFile(imagesPath, 3);
  const labels = readIdxFile(labelsPath, 1);
  const [count, height, width] = images.shape;
  if (labels.shape[0] !== count) {
    throw new DatasetError(
      `"${imagesPath}" holds ${count} images but "${labelsPath}" ${labels.shape[0]} labels; expected as many.`,
    );
  }
  const shape = { height, width, channels: 1 };
  const split = sharedArray(images.values, Int32Array.from(labels.values), shape);
  return { split, labelsPath };
}

function spellings(part: string, content: string, dimensions: number): string[] {
  const plain = ['-', '.'].map((mark) => `${part}-${content}${mark}idx${dimensions}-ubyte`);
  return plain.flatMap((file) => [file, `${file}.gz`]);
}

function checkLabels({ split, labelsPath }: IdxPart, classes: number): void {
  const index = split.labels.findIndex((label) => label >= classes);
  if (index < 0) return;
  throw new DatasetError(
    `Label ${index} of "${labelsPath}" is ${split.labels[index]}; expected 0 to ${classes - 1}.`,
  );
}
