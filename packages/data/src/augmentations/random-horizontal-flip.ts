import { constant, define } from '@gnp/options';
import type { Given } from '@gnp/options';
import type { Augmentation } from './augmentation.js';

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
  ({ probability }): Augmentation => {
    return (source, target, { height, width, channels }, random) => {
      if (!random.bernoulli(probability)) {
        target.set(source);
        return;
      }
      const rowLength = width * channels;
      for (let row = 0; row < height * rowLength; row += rowLength) {
        let to = row;
        for (let from = row + rowLength - channels; from >= row; from -= channels) {
          for (let c = 0; c < channels; c++) target[to++] = source[from + c];
        }
      }
    };
  },
);

/** Options of {@link randomHorizontalFlip}. */
export type HorizontalFlipOptions = Given<typeof randomHorizontalFlip.options>;
