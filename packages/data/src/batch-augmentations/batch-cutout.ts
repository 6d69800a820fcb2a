import { count, define } from '@gnp/options';
import type { Given } from '@gnp/options';
import { drawSquare } from '../augmentations/draws.js';
import { meanColour, toPixels } from '../augmentations/mean-colour.js';
import { erase } from '../pixels/index.js';
import type { BatchTransform } from './batch-transform.js';

/**
 * Covers the same square of all images of the batch with the mean colour, as the research code does; its middle is
 * uniform over the image. `cutout` of the augmentations has another place for each image.
 */
export const batchCutout = define(
  {
    name: 'batch-cutout',
    title: 'covers the same square of all images of a batch',
    options: {
      size: count('pixels of its side; default: half of the shorter side', { optional: true }),
      mean: meanColour,
    },
  },
  ({ size: given, mean }): BatchTransform => {
    const colour = toPixels(mean);
    return ({ images, shape, labels }, random) => {
      const [count, height, width, channels] = shape;
      const side = given ?? Math.floor(Math.min(height, width) / 2);
      const window = drawSquare({ height, width }, side, random);
      const length = images.length / count;
      const covered = new Uint8Array(images.length);
      for (let i = 0; i < count; i++) {
        const pixels = images.subarray(i * length, (i + 1) * length);
        covered.set(erase({ height, width, channels, pixels }, window, colour).pixels, i * length);
      }
      return { images: covered, labels };
    };
  },
);

/** Options of {@link batchCutout}. */
export type BatchCutoutOptions = Given<typeof batchCutout.options>;
