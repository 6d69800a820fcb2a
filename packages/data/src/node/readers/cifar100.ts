import { join } from 'node:path';
import { choice, resolveOptions } from '@gnp/options';
import type { Given } from '@gnp/options';
import type { ImageDataset } from '../../dataset.js';
import type { ImageArray } from '../../image-array.js';
import { cifarFolder, cifarShape, readCifarSplit } from './cifar-records.js';
import { readClassNames } from './files.js';

const granularities = {
  coarse: { labelBytes: 2, labelOffset: 0, classes: 20 },
  fine: { labelBytes: 2, labelOffset: 1, classes: 100 },
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
 * CIFAR-100 in its binary version: 50,000 training and 10,000 test images, 32x32 RGB, 100 fine classes in
 * 20 coarse ones (A. Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009).
 *
 * Files may hold fewer records than the original's. Class names come from `fine_label_names.txt` or
 * `coarse_label_names.txt`, and are numbers where that file is missing. Mean and std are the published ones
 * of the 50,000 training images, not computed from the files.
 *
 * @param dir the folder of `train.bin` and `test.bin`, or the folder that holds it as `cifar-100-binary`.
 * @throws DatasetError where a file is missing, cut short, or holds a label out of range.
 */
export function readCifar100(dir: string, options: Cifar100Options = {}): ImageDataset<ImageArray> {
  const { labels } = resolveOptions('cifar100', cifar100Options, options);
  const layout = granularities[labels];
  const folder = cifarFolder(dir, 'cifar-100-binary', 'cifar-100-python', 'CIFAR-100');
  return {
    name: 'cifar100',
    classes: layout.classes,
    classNames:
      readClassNames(join(folder, `${labels}_label_names.txt`), layout.classes) ??
      Array.from({ length: layout.classes }, (_, label) => String(label)),
    channels: 3,
    shape: cifarShape,
    mean: [0.50707516, 0.48654887, 0.44091784],
    std: [0.26733429, 0.25643846, 0.27615047],
    train: readCifarSplit(folder, ['train.bin'], layout),
    test: readCifarSplit(folder, ['test.bin'], layout),
  };
}
