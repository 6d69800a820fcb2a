import { join } from 'node:path';
import type { ImageDataset } from '../../dataset.js';
import type { ImageArray } from '../../image-array.js';
import { readClassNames } from './files.js';
import { readBinaryPart } from './cifar-binary.js';
import { cifarFolder } from './cifar-folder.js';
import { cifarImages, cifarShape } from './cifar-images.js';
import { readPythonNames, readPythonPart } from './cifar-python.js';

const classes = 10;
const layout = { labelBytes: 1, labelOffset: 0 };
const names = {
  title: 'CIFAR-10',
  binary: 'cifar-10-batches-bin',
  python: 'cifar-10-batches-py',
  pythonFile: 'data_batch_1',
};
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
 * CIFAR-10 in its binary or its Python version: 50,000 training and 10,000 test images, 32x32 RGB, 10 classes
 * (A. Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009).
 *
 * Files may hold fewer records than the original's. Class names come from `batches.meta.txt`, or
 * `batches.meta` of the Python version, where it is there. Mean and std are the published ones of the 50,000
 * training images, not computed from the files. Of the Python version's pickles data alone are read, nothing
 * is executed.
 *
 * @param dir the folder of `data_batch_1.bin` … `data_batch_5.bin` and `test_batch.bin`, or of the files
 *   without `.bin`; or the folder that holds it as `cifar-10-batches-bin` or `cifar-10-batches-py`.
 * @throws DatasetError where a file is missing, cut short or damaged, or holds a label out of range.
 */
export function readCifar10(dir: string): ImageDataset<ImageArray> {
  const { folder, isPython } = cifarFolder(dir, names);
  const read = (file: string) =>
    isPython
      ? readPythonPart(folder, file, 'labels')
      : readBinaryPart(folder, `${file}.bin`, layout);
  const train = [1, 2, 3, 4, 5].map((number) => read(`data_batch_${number}`));
  const named = isPython
    ? readPythonNames(folder, 'batches.meta', 'label_names', classes)
    : readClassNames(join(folder, 'batches.meta.txt'), classes);
  return {
    name: 'cifar10',
    classes,
    classNames: named ?? classNames,
    channels: cifarShape.channels,
    shape: cifarShape,
    mean: [0.49139968, 0.48215841, 0.44653091],
    std: [0.24703223, 0.24348513, 0.26158784],
    train: cifarImages(train, classes),
    test: cifarImages([read('test_batch')], classes),
  };
}
