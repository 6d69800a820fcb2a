import { constant, count, define } from '@gnp/options';
import type { Given } from '@gnp/options';
import type { RandomStream } from '@gnp/random';
import type { Image } from '../image.js';
import { crop, resize } from '../pixels/index.js';
import type { Window } from '../pixels/index.js';
import { evaluationWindow } from './center-crop.js';
import { interpolation } from './interpolation.js';
import type { Transform } from './transform.js';

/** How often a window is drawn before the one in the middle is taken. */
const attempts = 10;

/**
 * A window of random size, shape and place, resized: the Inception crop (Szegedy et al., Going Deeper with
 * Convolutions, CVPR 2015). Its share of the image's area is uniform, the logarithm of its ratio of width to height
 * too, and its place; a window that does not fit is drawn anew, up to 10 times, and then the square in the middle is
 * taken that evaluation takes (`center-crop`).
 *
 * @throws RangeError where an option is out of range or a least one exceeds its most
 */
export const randomResizedCrop = define(
  {
    name: 'random-resized-crop',
    title: 'cuts out a window of random size and shape and resizes it',
    options: {
      size: count('pixels of the result in height and width', { default: 224 }),
      leastArea: constant('the least share of the area', { default: 0.08, above: 0, most: 1 }),
      mostArea: constant('the largest', { default: 1, above: 0, most: 1 }),
      leastRatio: constant('the least ratio of width to height', { default: 3 / 4, above: 0 }),
      mostRatio: constant('the largest', { default: 4 / 3, above: 0 }),
      interpolation,
    },
  },
  ({ size, interpolation: method, ...options }): Transform => {
    if (options.leastArea > options.mostArea || options.leastRatio > options.mostRatio) {
      throw new RangeError(
        `random-resized-crop draws areas from ${options.leastArea} to ${options.mostArea} and ratios from ${options.leastRatio} to ${options.mostRatio}; the first must not exceed the second.`,
      );
    }
    return (image, random) => {
      const window = draw(image, options, random) ?? evaluationWindow(image, 0.875);
      return resize(crop(image, window), { height: size, width: size }, method);
    };
  },
);

/** Options of {@link randomResizedCrop}. */
export type RandomResizedCropOptions = Given<typeof randomResizedCrop.options>;

interface Limits {
  readonly leastArea: number;
  readonly mostArea: number;
  readonly leastRatio: number;
  readonly mostRatio: number;
}

function draw(
  { height, width }: Image,
  { leastArea, mostArea, leastRatio, mostRatio }: Limits,
  random: RandomStream,
): Window | undefined {
  const between = (least: number, most: number) => least + (most - least) * random.uniform();
  for (let i = 0; i < attempts; i++) {
    const area = between(leastArea, mostArea) * height * width;
    const ratio = Math.exp(between(Math.log(leastRatio), Math.log(mostRatio)));
    const w = Math.round(Math.sqrt(area * ratio));
    const h = Math.round(Math.sqrt(area / ratio));
    if (w < 1 || h < 1 || w > width || h > height) continue;
    return {
      top: random.integer(height - h + 1),
      left: random.integer(width - w + 1),
      height: h,
      width: w,
    };
  }
  return undefined;
}
