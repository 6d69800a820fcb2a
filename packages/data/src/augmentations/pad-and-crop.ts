import { checkInteger } from '../check.js';
import type { Augmentation } from './augmentation.js';

/** Options of {@link padAndCrop}. */
export interface PadAndCropOptions {
  /** Pixels added on each side before a window of the original size is cut out; default 4. */
  readonly padding?: number;
  /**
   * What the added pixels hold: the image mirrored about its edge pixels, which are not repeated (the
   * default), or 0, which is black and not the mean colour.
   */
  readonly mode?: 'reflect' | 'zero';
}

/**
 * Shifts the image by up to `padding` pixels in each direction: pads it and cuts a window of the original
 * size out at a position drawn uniformly from the (2 padding + 1)² possible ones.
 *
 * @throws RangeError where the padding is not a whole number of at least 0, where the mode is unknown, or,
 *   when used, where an image is too small to be reflected (it needs more pixels than the padding).
 */
export function padAndCrop({
  padding = 4,
  mode = 'reflect',
}: PadAndCropOptions = {}): Augmentation {
  checkInteger('The padding', padding, 0);
  if (mode !== 'reflect' && mode !== 'zero') {
    throw new RangeError(`The padding mode is "${String(mode)}"; expected "reflect" or "zero".`);
  }
  const reflecting = mode === 'reflect';
  return (source, target, { height, width, channels }, random) => {
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
}

/** Mirrors an index about 0 and size - 1, for indices less than `size` outside. */
function reflect(index: number, size: number): number {
  if (index < 0) return -index;
  return index < size ? index : 2 * (size - 1) - index;
}
