import type { Image } from '../image.js';
import { fill, newImage } from './new-image.js';
import type { Colour } from './new-image.js';

/** A rectangle of an image, in pixels. */
export interface Window {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** The image left to right. */
export function flipHorizontally(image: Image): Image {
  const { pixels, height, width, channels } = image;
  const flipped = newImage(image);
  const row = width * channels;
  for (let start = 0; start < height * row; start += row) {
    for (let from = start, to = start + row - channels; from < start + row; to -= 2 * channels) {
      for (let c = 0; c < channels; c++) flipped.pixels[to++] = pixels[from++];
    }
  }
  return flipped;
}

/** @throws RangeError where the window does not lie inside of the image, or is empty */
export function crop(image: Image, window: Window): Image {
  const { pixels, height, width, channels } = image;
  const { top, left } = window;
  const inside =
    [top, left, window.height, window.width].every(Number.isInteger) &&
    Math.min(top, left) >= 0 &&
    Math.min(window.height, window.width) >= 1 &&
    top + window.height <= height &&
    left + window.width <= width;
  if (!inside) {
    throw new RangeError(
      `There is no window of ${window.height}x${window.width} at row ${top}, column ${left} in an image of ${height}x${width}.`,
    );
  }
  const cut = newImage({ height: window.height, width: window.width, channels });
  const row = window.width * channels;
  for (let y = 0; y < window.height; y++) {
    const from = ((top + y) * width + left) * channels;
    cut.pixels.set(pixels.subarray(from, from + row), y * row);
  }
  return cut;
}

/** The window around the middle; where that lies between two pixels, the one before it counts. */
export function centreWindow({ height, width }: Image, size: Pick<Window, 'height' | 'width'>) {
  const [top, left] = [height - size.height, width - size.width].map((rest) =>
    Math.floor(rest / 2),
  );
  return { top, left, height: size.height, width: size.width };
}

/** The image with a window of one colour; what of the window lies outside is left out. */
export function erase(image: Image, window: Window, colour: Colour): Image {
  const { height, width, channels } = image;
  const erased = { ...image, pixels: image.pixels.slice() };
  const [first, end] = [window.left, window.left + window.width].map((x) =>
    Math.max(0, Math.min(width, x)),
  );
  const bottom = Math.min(height, window.top + window.height);
  for (let y = Math.max(0, window.top); y < bottom; y++) {
    const row = y * width;
    fill(
      erased.pixels.subarray((row + first) * channels, (row + end) * channels),
      colour,
      channels,
    );
  }
  return erased;
}
