import { choice, constant, define } from '@gnp/options';
import type { Given } from '@gnp/options';
import type { RandomStream } from '@gnp/random';
import type { Image } from '../image.js';
import { erase } from '../pixels/index.js';
import type { Window } from '../pixels/index.js';
import { drawWindow } from './draws.js';
import { meanColour, toPixels } from './mean-colour.js';
import type { Transform } from './transform.js';

/**
 * Covers a rectangle with random values, or the mean colour (Zhong et al., Random Erasing Data Augmentation, AAAI
 * 2020). Its share of the area is uniform, the logarithm of its ratio too; one that does not fit is drawn anew, up
 * to 10 times, and then the image stays as it is.
 */
export const randomErasing = define(
  {
    name: 'random-erasing',
    title: 'covers a rectangle of the image at random',
    options: {
      probability: constant('how often', { default: 0.5, least: 0, most: 1 }),
      leastArea: constant('the least share of the area', { default: 0.02, above: 0, below: 1 }),
      mostArea: constant('the largest', { default: 0.4, above: 0, below: 1 }),
      leastRatio: constant('the least ratio of height to width; the largest is its inverse', {
        ...{ default: 0.3, above: 0, most: 1 },
      }),
      values: choice('what it is covered with', ['random', 'mean'], { default: 'random' }),
      mean: meanColour,
    },
  },
  ({ probability, leastArea, mostArea, leastRatio, values, mean }): Transform => {
    if (leastArea > mostArea) {
      throw new RangeError(
        `random-erasing draws areas from ${leastArea} to ${mostArea}; the first must not exceed the second.`,
      );
    }
    const limits = { leastArea, mostArea, leastRatio, mostRatio: 1 / leastRatio };
    const colour = toPixels(mean);
    return (image, random) => {
      const window = random.bernoulli(probability) && drawWindow(image, limits, random);
      if (!window) return image;
      const erased = erase(image, window, colour);
      return values === 'mean' ? erased : scramble(erased, window, random);
    };
  },
);

/** Puts random values into a window of an image of one's own. */
function scramble(image: Image, { top, left, height, width }: Window, random: RandomStream): Image {
  const { pixels, channels } = image;
  for (let y = top; y < top + height; y++) {
    const start = (y * image.width + left) * channels;
    for (let k = start; k < start + width * channels; k++) pixels[k] = random.integer(256);
  }
  return image;
}

/** Options of {@link randomErasing}. */
export type RandomErasingOptions = Given<typeof randomErasing.options>;
