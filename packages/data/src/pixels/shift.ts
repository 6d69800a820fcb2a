import type { Image } from '../image.js';
import { newImage } from './new-image.js';

/** What a window that reaches beyond the image shows there: the mirrored image, or black. */
export type Outside = 'reflect' | 'zero';

/**
 * The window of the image's own size that lies `down` rows and `right` columns further. Reflection mirrors the
 * image about its edge pixels, which are not repeated.
 */
export function shift(image: Image, down: number, right: number, outside: Outside): Image {
  const { pixels, height, width, channels } = image;
  const shifted = newImage(image);
  // Columns [first, end) of the window lie inside the image and are copied in one go.
  const first = Math.min(width, Math.max(0, -right));
  const end = Math.max(first, Math.min(width, width - right));
  for (let y = 0; y < height; y++) {
    const fromY = outside === 'reflect' ? reflect(y + down, height) : y + down;
    if (fromY < 0 || fromY >= height) continue;
    const [from, to] = [fromY * width * channels, y * width * channels];
    const distance = from - to + right * channels;
    for (let i = to + first * channels; i < to + end * channels; i++) {
      shifted.pixels[i] = pixels[i + distance];
    }
    if (outside === 'zero') continue;
    // The rest is on one side only, since the window shifts one way.
    const [start, stop] = first > 0 ? [0, first] : [end, width];
    for (let x = start; x < stop; x++) {
      const pixel = from + reflect(x + right, width) * channels;
      for (let c = 0; c < channels; c++) shifted.pixels[to + x * channels + c] = pixels[pixel + c];
    }
  }
  return shifted;
}

/** Mirrors an index about 0 and size - 1, for indices less than `size` outside. */
function reflect(index: number, size: number): number {
  if (index < 0) return -index;
  return index < size ? index : 2 * (size - 1) - index;
}
