import { count, define } from '@gnp/options';
import type { Given } from '@gnp/options';
import { erase } from '../pixels/index.js';
import { drawSquare } from './draws.js';
import { meanColour, toPixels } from './mean-colour.js';
import type { Transform } from './transform.js';

/**
 * A square of the mean colour at random: its middle is drawn uniformly from all pixels, and what of it lies outside
 * is left out (DeVries and Taylor, Improved Regularization with Cutout, 2017). The default side is half of the
 * image's shorter one: 16 for CIFAR, as in the paper.
 */
export const cutout = define(
  {
    name: 'cutout',
    title: 'covers a square of the image at random',
    options: {
      size: count('pixels of its side; default: half of the shorter side', { optional: true }),
      mean: meanColour,
    },
  },
  ({ size: given, mean }): Transform => {
    const colour = toPixels(mean);
    return (image, random) => {
      const side = given ?? Math.floor(Math.min(image.height, image.width) / 2);
      return erase(image, drawSquare(image, side, random), colour);
    };
  },
);

/** Options of {@link cutout}. */
export type CutoutOptions = Given<typeof cutout.options>;
