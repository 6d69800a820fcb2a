import { choice, count, define } from '@gnp/options';
import type { Given } from '@gnp/options';
import { shift } from '../pixels/index.js';
import type { Transform } from './transform.js';

/**
 * Shifts the image by up to `padding` pixels in each direction: pads it and cuts a window of the original
 * size out at a position drawn uniformly from the (2 padding + 1)² possible ones. The default padding, an
 * eighth of the shorter side, is 4 for 28x28 and 32x32, and 1 for 8x8.
 *
 * The padding holds the image mirrored about its edge pixels, which are not repeated, or 0, which is black
 * and not the mean colour.
 *
 * @throws RangeError where an option is out of range, or, when used, where an image is too small to be
 *   reflected (it needs more pixels than the padding).
 */
export const padAndCrop = define(
  {
    name: 'pad-and-crop',
    title: 'shifts the image: pads it and cuts out a window of its size at random',
    options: {
      padding: count(
        'pixels added on each side; default: an eighth of the shorter side, at least 1',
        { least: 0, optional: true },
      ),
      mode: choice('what they hold: the mirrored image, or black', ['reflect', 'zero'], {
        default: 'reflect',
      }),
    },
  },
  ({ padding: given, mode }): Transform =>
    (image, random) => {
      const { height, width } = image;
      const padding = given ?? Math.max(1, Math.round(Math.min(height, width) / 8));
      if (mode === 'reflect' && padding >= Math.min(height, width)) {
        throw new RangeError(
          `A padding of ${padding} cannot be reflected in an image of ${height}x${width}; use at most ${Math.min(height, width) - 1}.`,
        );
      }
      const down = random.integer(2 * padding + 1) - padding;
      const right = random.integer(2 * padding + 1) - padding;
      return shift(image, down, right, mode);
    },
);

/** Options of {@link padAndCrop}. */
export type PadAndCropOptions = Given<typeof padAndCrop.options>;
