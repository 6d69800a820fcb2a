import type { Image } from '../image.js';
import type { Definition } from './definition.js';
import { plainImage } from './new-image.js';
import type { Colour } from './new-image.js';

/** From a place in the result to one in the image: (a x + b y + c, d x + e y + f), 0 at the edges of pixels. */
type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** The grey that is uncovered unless told otherwise: that of AutoAugment. */
export const uncovered = 128;

/**
 * Each pixel is the one that lies where its middle comes to, or `colour` outside of the image: Pillow's
 * `Image.transform` with nearest sampling, in its fixed-point arithmetic of 16 bits behind the point.
 */
function transform(image: Image, [a, b, c, d, e, f]: Affine, colour: Colour): Image {
  const { pixels, height, width, channels } = image;
  const result = plainImage(image, colour);
  const fixed = (value: number) => Math.floor(value * 65536 + 0.5);
  const [stepX, stepY, stepXDown, stepYDown] = [a, d, b, e].map(fixed);
  const startX = fixed(c + a * 0.5 + b * 0.5);
  const startY = fixed(f + d * 0.5 + e * 0.5);
  for (let y = 0, to = 0; y < height; y++) {
    let [fromX, fromY] = [startX + y * stepXDown, startY + y * stepYDown];
    for (let x = 0; x < width; x++, to += channels, fromX += stepX, fromY += stepY) {
      const [column, row] = [fromX >> 16, fromY >> 16];
      if (column < 0 || row < 0 || column >= width || row >= height) continue;
      const from = (row * width + column) * channels;
      for (let k = 0; k < channels; k++) result.pixels[to + k] = pixels[from + k];
    }
  }
  return result;
}

/** Rotates counterclockwise about the middle. */
export function rotate(image: Image, degrees: number, colour: Colour = uncovered): Image {
  const { height, width } = image;
  const turn = ((degrees % 360) + 360) % 360;
  if (turn === 0) return image;
  if (turn === 180 || (turn % 90 === 0 && height === width))
    return turnedByQuarters(image, turn / 90);
  const angle = (-turn * Math.PI) / 180;
  const exact = (value: number) => Number(value.toFixed(15));
  const [cosine, sine] = [exact(Math.cos(angle)), exact(Math.sin(angle))];
  const [x, y] = [width / 2, height / 2];
  const matrix: Affine = [
    ...([cosine, sine, x - cosine * x - sine * y] as const),
    ...([-sine, cosine, y + sine * x - cosine * y] as const),
  ];
  return transform(image, matrix, colour);
}

/** By quarters of a full turn, counterclockwise: no pixel is lost. */
function turnedByQuarters(image: Image, quarters: number): Image {
  const { pixels, height, width, channels } = image;
  const result = new Uint8Array(pixels.length);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += channels) {
      const [row, column] =
        quarters === 2
          ? [height - 1 - y, width - 1 - x]
          : quarters === 1
            ? [x, width - 1 - y]
            : [height - 1 - x, y];
      const from = (row * width + column) * channels;
      for (let k = 0; k < channels; k++) result[to + k] = pixels[from + k];
    }
  }
  return { ...image, pixels: result };
}

/**
 * Takes each pixel from `level` times its row further to the right. Rows count from their middles, in the research code
 * from 0.
 */
export const shearX = (
  image: Image,
  level: number,
  colour: Colour = uncovered,
  definition: Definition = 'pillow',
): Image => transform(image, [1, level, firstRow(level, definition), 0, 1, 0], colour);

/** Takes each pixel from `level` times its column further down, likewise. */
export const shearY = (
  image: Image,
  level: number,
  colour: Colour = uncovered,
  definition: Definition = 'pillow',
): Image => transform(image, [1, 0, 0, level, 1, firstRow(level, definition)], colour);

/** `transform` counts from middles. */
const firstRow = (level: number, definition: Definition): number =>
  definition === 'pillow' ? 0 : -level / 2;

/** Takes each pixel from `distance` columns further to the right. */
export const translateX = (image: Image, distance: number, colour: Colour = uncovered): Image =>
  translate(image, distance, 0, colour);

/** Takes each pixel from `distance` rows further down. */
export const translateY = (image: Image, distance: number, colour: Colour = uncovered): Image =>
  translate(image, 0, distance, colour);

/** Beyond the image there is nothing, however far. */
function translate(image: Image, right: number, down: number, colour: Colour): Image {
  const limit = (distance: number, size: number) => Math.max(-size, Math.min(size, distance));
  const [c, f] = [limit(right, image.width), limit(down, image.height)];
  return transform(image, [1, 0, c, 0, 1, f], colour);
}
