import { constant, define } from '@gnp/options';
import type { Given } from '@gnp/options';
import { beta } from '@gnp/random';
import type { BatchTransform } from './batch-transform.js';
import { classesOption, knownClasses, partnersOf, partnersOption } from './partners.js';
import { mixLabels, softLabels } from './soft-labels.js';

/**
 * A rectangle of each image, the same for the batch, is that of another, and labels are mixed by area. Its share of
 * the area is 1 − λ with λ from Beta(α, α); its middle is uniform, and what lies outside is left out (Yun et al.,
 * CutMix, ICCV 2019).
 *
 * @throws RangeError where an option is out of range
 */
export const cutmix = define(
  {
    name: 'cutmix',
    title: 'puts a rectangle of another image into each, and mixes labels by area',
    options: {
      alpha: constant('of the distribution Beta(alpha, alpha)', { default: 1, above: 0 }),
      probability: constant('how often', { default: 1, least: 0, most: 1 }),
      partners: partnersOption,
      classes: classesOption,
    },
  },
  ({ alpha, probability, partners: which, classes: given }): BatchTransform => {
    const classes = knownClasses('cutmix', given);
    return ({ images, shape, labels }, random) => {
      if (!random.bernoulli(probability)) return { images, labels };
      const [size, height, width, channels] = shape;
      const side = Math.sqrt(1 - beta(random, alpha, alpha));
      const [top, bottom] = interval(height, side * height, random.integer(height));
      const [left, right] = interval(width, side * width, random.integer(width));
      const partners = partnersOf(size, which, random);
      const pasted = images.slice();
      partners.forEach((partner, i) => {
        for (let y = top; y < bottom; y++) {
          const row = (image: number) => ((image * height + y) * width + left) * channels;
          const from = row(partner);
          pasted.set(images.subarray(from, from + (right - left) * channels), row(i));
        }
      });
      const kept = 1 - ((bottom - top) * (right - left)) / (height * width);
      return { images: pasted, labels: mixLabels(softLabels(labels, classes), partners, kept) };
    };
  },
);

/** `length` pixels around a middle, as far as they lie within `size`. */
function interval(size: number, length: number, middle: number): [start: number, end: number] {
  const half = Math.floor(length) / 2;
  return [Math.max(0, Math.ceil(middle - half)), Math.min(size, Math.ceil(middle + half))];
}

/** Options of {@link cutmix}. */
export type CutmixOptions = Given<typeof cutmix.options>;
