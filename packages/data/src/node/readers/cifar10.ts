import { join } from 'node:path';
import type { ImageDataset } from '../../dataset.js';
import type { ImageArray } from '../../image-array.js';
import { cifarFolder, cifarShape, readCifarSplit } from './cifar-records.js';
import { readClassNames } from './files.js';

const classes = 10;
const layout = { labelBytes: 1, labelOffset: 0, classes };
const classNames = [
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck',
];

/**
 * CIFAR-10 in its binary version: 50,000 training and 10,000 test images, 32x32 RGB, 10 classes
 * (A. Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009).
 *
 * Files may hold fewer records than the original's. Class names come from `batches.meta.txt` where it is
 * there. Mean and std are the published ones of the 50,000 training images, not computed from the files.
 *
 * @param dir the folder of `data_batch_1.bin` … `data_batch_5.bin` and `test_batch.bin`, or the folder
 *   that holds it as `cifar-10-batches-bin`.
 * @throws DatasetError where a file is missing, cut short, or holds a label out of range.
 */
export function readCifar10(dir: string): ImageDataset<ImageArray> {
  const folder = cifarFolder(dir, 'cifar-10-batches-bin', 'cifar-10-batches-py', 'CIFAR-10');
  const batches = [1, 2, 3, 4, 5].map((number) => `data_batch_${number}.bin`);
  return {
    name: 'cifar10',
    classes,
    classNames: readClassNames(join(folder, 'batches.meta.txt'), classes) ?? classNames,
    channels: 3,
    shape: cifarShape,
    mean: [0.49139968, 0.48215841, 0.44653091],
    std: [0.24703223, 0.24348513, 0.26158784],
    train: readCifarSplit(folder, batches, layout),
    test: readCifarSplit(folder, ['test_batch.bin'], layout),
  };
}
