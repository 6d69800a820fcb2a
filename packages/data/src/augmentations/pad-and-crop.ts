import { choice, count, define } from '@gnp/options';
import type { Given } from '@gnp/options';
import type { Augmentation } from './augmentation.js';

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
  ({ padding: given, mode }): Augmentation => {
    const reflecting = mode === 'reflect';
    return (source, target, { height, width, channels }, random) => {
      const padding = given ?? Math.max(1, Math.round(Math.min(height, width) / 8));
      if (reflecting && padding >= Math.min(height, width)) {
        throw new RangeError(
          `A padding of ${padding} cannot be reflected in an image of ${height}x${width}; use at most ${Math.min(height, width) - 1}.`,
        );
      }
      const down = random.integer(2 * padding + 1) - padding;
      const right = random.integer(2 * padding + 1) - padding;
      // Columns [first, end) of the window lie inside the image and are copied in one go.
      const first = Math.min(width, Math.max(0, -right));
      const end = Math.max(first, Math.min(width, width - right));
      if (!reflecting) target.fill(0);
      for (let y = 0; y < height; y++) {
        const fromY = reflecting ? reflect(y + down, height) : y + down;
        if (fromY < 0 || fromY >= height) continue;
        const from = fromY * width * channels;
        const to = y * width * channels;
        const shift = from - to + right * channels;
        for (let i = to + first * channels; i < to + end * channels; i++)
          target[i] = source[i + shift];
        if (!reflecting) continue;
        // The rest is on one side only, since the window shifts one way.
        const outside = first > 0 ? 0 : end;
        const stop = first > 0 ? first : width;
        for (let x = outside; x < stop; x++) {
          const pixel = from + reflect(x + right, width) * channels;
          for (let c = 0; c < channels; c++) target[to + x * channels + c] = source[pixel + c];
        }
      }
    };
  },
);

/** Options of {@link padAndCrop}. */
export type PadAndCropOptions = Given<typeof padAndCrop.options>;

/** Mirrors an index about 0 and size - 1, for indices less than `size` outside. */
function reflect(index: number, size: number): number {
  if (index < 0) return -index;
  return index < size ? index : 2 * (size - 1) - index;
}
