import { choice, constant, define } from '@gnp/options';
import type { Given } from '@gnp/options';
import { erase } from '../pixels/index.js';
import { meanColour, toPixels } from './mean-colour.js';
import type { Transform } from './transform.js';

/** How often a rectangle is drawn before the image stays as it is. */
const attempts = 10;

/**
 * Covers a rectangle with random values, or the mean colour (Zhong et al., Random Erasing Data Augmentation, AAAI
 * 2020). Its share of the area is uniform, the logarithm of its ratio too; one that does not fit is drawn anew, up
 * to 10 times.
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
    const colour = toPixels(mean);
    return (image, random) => {
      if (!random.bernoulli(probability)) return image;
      const { height, width, channels } = image;
      for (let i = 0; i < attempts; i++) {
        const area = (leastArea + (mostArea - leastArea) * random.uniform()) * height * width;
        const ratio = Math.exp((1 - 2 * random.uniform()) * Math.log(leastRatio));
        const h = Math.round(Math.sqrt(area * ratio));
        const w = Math.round(Math.sqrt(area / ratio));
        if (h < 1 || w < 1 || h >= height || w >= width) continue;
        const top = random.integer(height - h + 1);
        const left = random.integer(width - w + 1);
        const erased = erase(image, { top, left, height: h, width: w }, colour);
        if (values === 'mean') return erased;
        for (let y = top; y < top + h; y++) {
          const start = (y * width + left) * channels;
          for (let k = start; k < start + w * channels; k++) erased.pixels[k] = random.integer(256);
        }
        return erased;
      }
      return image;
    };
  },
);

/** Options of {@link randomErasing}. */
export type RandomErasingOptions = Given<typeof randomErasing.options>;
