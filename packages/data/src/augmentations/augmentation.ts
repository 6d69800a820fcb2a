import type { RandomStream } from '@gnp/random';
import type { ImageShape } from '../image.js';

/**
 * Changes one image at random.
 *
 * Reads `source` and writes every value of `target`; both are [height, width, channels] of 0 to 255 and
 * never overlap. `source` stays as it is. All randomness comes from `random`, so that the result is a pure
 * function of the image and the stream.
 */
export type Augmentation = (
  source: Uint8Array,
  target: Uint8Array,
  shape: ImageShape,
  random: RandomStream,
) => void;
