import { constant, define } from '@gnp/options';
import type { Given } from '@gnp/options';
import { flipHorizontally } from '../pixels/index.js';
import type { Transform } from './transform.js';

/**
 * Mirrors the image left to right with a given probability. Wrong for digits and letters, whose mirror
 * images mean something else or nothing.
 *
 * @throws RangeError where the probability is out of range.
 */
export const randomHorizontalFlip = define(
  {
    name: 'horizontal-flip',
    title: 'mirrors the image left to right at random; wrong for digits and letters',
    options: {
      probability: constant('how likely it is', { least: 0, most: 1, default: 0.5 }),
    },
  },
  ({ probability }): Transform =>
    (image, random) =>
      random.bernoulli(probability) ? flipHorizontally(image) : image,
);

/** Options of {@link randomHorizontalFlip}. */
export type HorizontalFlipOptions = Given<typeof randomHorizontalFlip.options>;
