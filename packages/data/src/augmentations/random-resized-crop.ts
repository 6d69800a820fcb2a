import { constant, count, define } from '@gnp/options';
import type { Given } from '@gnp/options';
import { crop, resize } from '../pixels/index.js';
import { evaluationWindow } from './center-crop.js';
import { drawWindow } from './draws.js';
import { interpolation } from './interpolation.js';
import type { Transform } from './transform.js';

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
      const window = drawWindow(image, options, random) ?? evaluationWindow(image);
      return resize(crop(image, window), { height: size, width: size }, method);
    };
  },
);

/** Options of {@link randomResizedCrop}. */
export type RandomResizedCropOptions = Given<typeof randomResizedCrop.options>;
