import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { constant, count, resolveOptions } from '@gnp/options';
import type { Given } from '@gnp/options';
import { channelStatistics } from '../../channel-statistics.js';
import { DatasetError } from '../../dataset-error.js';
import type { ImageDataset } from '../../dataset.js';
import { stratifiedSplit } from '../../hold-out.js';
import type { ImageSource } from '../../image-source.js';
import type { Image } from '../../image.js';
import { sharedArray, sharedBytes } from '../workers/shared-array.js';
import { readBytes } from './files.js';

const size = 8;
const pixels = size * size;
const brightest = 16;
const classes = 10;

/** SHA-256 of the rows. */
const published = '6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8';

/** What can be chosen of the digits. */
export const digitsOptions = {
  testFraction: constant('part of each class that becomes the test images', {
    above: 0,
    below: 1,
    default: 0.2,
  }),
  seed: count('chooses the test images', { least: 0, default: 0 }),
};

/** Options of {@link readDigits}: `testFraction` (0.2) and `seed` (0). */
export type DigitsOptions = Given<typeof digitsOptions>;

/**
 * The handwritten digits that are shipped with this package: 1,797 grey images of 8x8 pixels, 10 classes
 * (E. Alpaydin and C. Kaynak, UCI, 1998, doi:10.24432/C50P49, CC BY 4.0). Real images, yet small enough to
 * train on in seconds. The original's values of 0 to 16 are stretched to 0 to 255; mean and std are those
 * of the training split.
 *
 * @throws RangeError where an option is out of range.
 */
export function readDigits(options: DigitsOptions = {}): ImageDataset {
  const { testFraction, seed } = resolveOptions('digits', digitsOptions, options);
  const path = fileURLToPath(new URL('../../../data/digits.csv.gz', import.meta.url));
  const content = readBytes(path);
  if (createHash('sha256').update(content).digest('hex') !== published) {
    throw new DatasetError(`"${path}" is damaged; install @gnp/data again.`);
  }
  const rows = new TextDecoder().decode(content).trim().split('\n');
  const images = sharedBytes(rows.length * pixels);
  const labels = new Int32Array(rows.length);
  rows.forEach((row, index) => {
    const values = row.split(',').map(Number);
    for (let i = 0; i < pixels; i++) {
      images[index * pixels + i] = Math.round((values[i] * 255) / brightest);
    }
    labels[index] = values[pixels];
  });
  const shape = { height: size, width: size, channels: 1 };
  const all = sharedArray(images, labels, shape);
  const { kept, held } = stratifiedSplit(all, testFraction, seed);
  return {
    name: 'digits',
    classes,
    classNames: Array.from({ length: classes }, (_, digit) => String(digit)),
    channels: 1,
    shape,
    ...channelStatistics(pixelsOf(kept), 1),
    train: kept,
    test: held,
  };
}

/** The digits are in memory, so that none has to be waited for. */
function* pixelsOf(digits: ImageSource): Generator<Uint8Array> {
  for (let i = 0; i < digits.count; i++) yield (digits.read(i) as Image).pixels;
}
