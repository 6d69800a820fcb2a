import { join } from 'node:path';
import { choice, resolveOptions } from '@gnp/options';
import type { Given } from '@gnp/options';
import type { ImageDataset } from '../../dataset.js';
import type { ImageArray } from '../../image-array.js';
import { readClassNames } from './files.js';
import { readBinaryPart } from './cifar-binary.js';
import { cifarFolder } from './cifar-folder.js';
import { cifarImages, cifarShape } from './cifar-images.js';
import { readPythonNames, readPythonPart } from './cifar-python.js';

const granularities = {
  coarse: { labelBytes: 2, labelOffset: 0, classes: 20 },
  fine: { labelBytes: 2, labelOffset: 1, classes: 100 },
};
const names = {
  title: 'CIFAR-100',
  binary: 'cifar-100-binary',
  python: 'cifar-100-python',
  pythonFile: 'train',
};

/** What can be chosen of CIFAR-100. */
export const cifar100Options = {
  labels: choice(
    'which of its two labels an image has: 100 fine classes, or 20 coarse ones',
    ['fine', 'coarse'],
    {
      default: 'fine',
    },
  ),
};

/** Options of {@link readCifar100}: `labels` ('fine'). */
export type Cifar100Options = Given<typeof cifar100Options>;

/**
 * CIFAR-100 in its binary or its Python version: 50,000 training and 10,000 test images, 32x32 RGB, 100 fine
 * classes in 20 coarse ones (A. Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009).
 *
 * Files may hold fewer records than the original's. Class names come from `fine_label_names.txt` or
 * `coarse_label_names.txt`, or `meta` of the Python version, and are numbers where that file is missing. Mean
 * and std are the published ones of the 50,000 training images, not computed from the files. Of the Python
 * version's pickles data alone are read, nothing is executed.
 *
 * @param dir the folder of `train.bin` and `test.bin`, or of `train` and `test`; or the folder that holds it as
 *   `cifar-100-binary` or `cifar-100-python`.
 * @throws DatasetError where a file is missing, cut short or damaged, or holds a label out of range.
 */
export function readCifar100(dir: string, options: Cifar100Options = {}): ImageDataset<ImageArray> {
  const { labels } = resolveOptions('cifar100', cifar100Options, options);
  const { classes, ...layout } = granularities[labels];
  const { folder, isPython } = cifarFolder(dir, names);
  const read = (file: string) => {
    const part = isPython
      ? readPythonPart(folder, file, `${labels}_labels`)
      : readBinaryPart(folder, `${file}.bin`, layout);
    return cifarImages([part], classes);
  };
  const named = isPython
    ? readPythonNames(folder, 'meta', `${labels}_label_names`, classes)
    : readClassNames(join(folder, `${labels}_label_names.txt`), classes);
  return {
    name: 'cifar100',
    classes,
    classNames: named ?? Array.from({ length: classes }, (_, label) => String(label)),
    channels: cifarShape.channels,
    shape: cifarShape,
    mean: [0.50707516, 0.48654887, 0.44091784],
    std: [0.26733429, 0.25643846, 0.27615047],
    train: read('train'),
    test: read('test'),
  };
}
