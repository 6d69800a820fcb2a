import { describeShape, imageLength } from '../image.js';
import type { Image, ImageShape } from '../image.js';

/** Far more than any image has. */
const mostValues = 2 ** 30;

/**
 * An image of a shape, black.
 *
 * @throws RangeError where it would take more than 1 GiB
 */
export function newImage(shape: ImageShape): Image {
  const { height, width, channels } = shape;
  if (imageLength(shape) > mostValues) {
    throw new RangeError(
      `An image of ${describeShape(shape)} would take more than ${mostValues} bytes.`,
    );
  }
  return { height, width, channels, pixels: new Uint8Array(imageLength(shape)) };
}

/** A colour: one value for all channels, or one for each. */
export type Colour = number | readonly number[];

/** An image that has one colour everywhere. */
export function plainImage(shape: ImageShape, colour: Colour): Image {
  const image = newImage(shape);
  fill(image.pixels, colour, shape.channels);
  return image;
}

/** Gives pixels, one after the other, a colour; a list too short goes on with its last value. */
export function fill(pixels: Uint8Array, colour: Colour, channels: number): void {
  if (typeof colour === 'number') {
    pixels.fill(colour);
    return;
  }
  for (let i = 0; i < pixels.length; i++) {
    pixels[i] = colour[Math.min(i % channels, colour.length - 1)];
  }
}
