import { join } from 'node:path';
import { choice, constant, count, flag, resolveOptions, share } from '@gnp/options';
import type { Given } from '@gnp/options';
import { sampleStatistics } from '../../channel-statistics.js';
import { DatasetError } from '../../dataset-error.js';
import type { ImageDataset } from '../../dataset.js';
import { stratifiedSplit } from '../../hold-out.js';
import type { ImageSource } from '../../image-source.js';
import { sameShape } from '../../image.js';
import { FileImages } from '../folders/file-images.js';
import type { FileArgument, FileOptions } from '../folders/file-images.js';
import { fits, keepDecoded, survey } from '../folders/keep-decoded.js';
import { foldersIn, listClasses } from '../folders/list-classes.js';
import type { Listing } from '../folders/list-classes.js';
import { warn } from '../warn.js';
import { checkFolder } from './files.js';

/** What can be chosen of image folders. */
export const imageFolderOptions = {
  color: choice('whether images are made RGB or grey', ['rgb', 'grey'], { default: 'rgb' }),
  testFraction: constant(
    'part of each class that becomes the test images where there is no folder of them',
    { above: 0, below: 1, default: 0.1 },
  ),
  seed: count('chooses those', { least: 0, default: 0 }),
  statistics: choice(
    'mean and standard deviation: those of (some of) the training images, or the published ones of ImageNet',
    ['own', 'imagenet'],
    { default: 'own' },
  ),
  cacheShare: share('images that take no more than this part of free memory decoded are kept so', {
    default: 0.25,
  }),
  exifRotation: flag('turns photographs as their camera noted', { default: false }),
  onBadImage: choice(
    'what a file that cannot be decoded does: stops the run, or has another image of its class in its place, with a warning',
    ['fail', 'skip'],
    { default: 'fail' },
  ),
  decoder: choice(
    'what decodes: sharp where it is installed, or JavaScript',
    ['auto', 'sharp', 'javascript'],
    { default: 'auto' },
  ),
};

/** Options of {@link readImageFolder}. */
export type ImageFolderOptions = Given<typeof imageFolderOptions>;

/** From how many training images mean and deviation are taken, where not all are kept in memory. */
const sampled = 256;

const imagenet = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };

/** What folders of test images are called, in the order in which they are looked for. */
const testNames = ['test', 'val', 'validation'];

/**
 * Images in folders named after their classes, as torchvision's `ImageFolder` reads them: JPEG and PNG files, of any
 * sizes, in `train/CLASS/…` and `test/CLASS/…` (or `val`), or in `CLASS/…`, of which a part is held back for testing.
 * Classes are in the order of their names; hidden files are left out. Images that fit into a share of memory are
 * decoded once and kept; more are listed, and read as they are asked for.
 *
 * @param dir the folder of `train` and `test`, or of the classes.
 * A class without test images, and a damaged file that is passed over, are told by `process.emitWarning`.
 *
 * @throws RangeError where an option is out of range; DatasetError where there are no images, a folder cannot be read,
 *   a class of the test images is unknown, or an image that must be decoded is damaged.
 */
export async function readImageFolder(
  dir: string,
  given: ImageFolderOptions = {},
): Promise<ImageDataset> {
  const options = resolveOptions('image-folder', imageFolderOptions, given);
  checkFolder(dir, 'the images');
  const channels = options.color === 'rgb' ? 3 : 1;
  const { exifRotation, onBadImage, decoder } = options;
  const files: FileOptions = { channels, exifRotation, onBadImage, decoder };
  const listings = listSplits(dir);
  const paths = listings.flatMap((listing) => listing.paths);
  const expected = await survey(paths, channels);
  const keeps = fits(expected.bytes, options.cacheShare);
  const sources: ImageSource[] = [];
  for (const listing of listings) {
    const source = sourceOf(listing, files);
    sources.push(keeps ? await keepDecoded(source, expected.shape) : source);
  }
  const [first, second] = sources as [ImageSource, ImageSource?];
  const { kept: train, held: test } = second
    ? { kept: first, held: second }
    : stratifiedSplit(first, options.testFraction, options.seed);
  const [{ classNames }] = listings;
  const shape =
    train.shape && test.shape && sameShape(train.shape, test.shape) ? train.shape : undefined;
  return {
    name: 'image-folder',
    classes: classNames.length,
    classNames,
    channels,
    ...(shape && { shape }),
    ...(options.statistics === 'imagenet' && channels === 3
      ? imagenet
      : await sampleStatistics(train, keeps ? {} : { most: sampled })),
    train,
    test,
  };
}

/** Training and test images, or all of them. */
function listSplits(dir: string): Listing[] {
  const folders = foldersIn(dir);
  const test = testNames.find((name) => folders.includes(name));
  if (!folders.includes('train')) {
    if (test && folders.length <= 2) {
      throw new DatasetError(`"${dir}" holds ${folders.join(', ')} but no train.`);
    }
    return [listClasses(dir)];
  }
  const train = listClasses(join(dir, 'train'));
  if (!test) {
    throw new DatasetError(
      `"${dir}" holds train but none of ${testNames.join(', ')}; name the folder of the test images so, or give "${join(dir, 'train')}".`,
    );
  }
  const tests = listClasses(join(dir, test), train.classNames);
  const present = new Set(tests.labels);
  const missing = train.classNames.filter((_, label) => !present.has(label));
  if (missing.length > 0) {
    warn(
      `"${join(dir, test)}" has no images of ${missing.length} of the classes: ${missing.slice(0, 8).join(', ')}.`,
    );
  }
  return [train, tests];
}

function sourceOf({ paths, labels }: Listing, options: FileOptions): ImageSource {
  const images = new FileImages(paths, labels, options);
  const argument: FileArgument = { paths, labels, options };
  const portable = { module: new URL('../folders/file-images.js', import.meta.url).href, argument };
  return { count: paths.length, labels, portable, read: (index) => images.read(index) };
}
