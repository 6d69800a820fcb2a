import type { RandomStream } from '@gnp/random';
import type { Image } from '../image.js';

/**
 * Changes one image, its size and number of channels too. It never writes to its argument, but may return it. All
 * randomness comes from `random`, so that the result is a pure function of the image and the stream.
 */
export type Transform = (image: Image, random: RandomStream) => Image;
