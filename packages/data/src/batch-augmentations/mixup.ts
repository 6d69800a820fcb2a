import { constant, define } from '@gnp/options';
import type { Given } from '@gnp/options';
import { beta } from '@gnp/random';
import type { BatchTransform } from './batch-transform.js';
import { classesOption, knownClasses, partnersOf, partnersOption } from './partners.js';
import { mixLabels, softLabels } from './soft-labels.js';

/**
 * Each image is mixed with another, λ · x + (1 − λ) · x', and so are their labels; λ is drawn for the batch from
 * Beta(α, α), or 1 − λ if that is larger, so that the image itself prevails (Zhang et al., mixup: Beyond Empirical
 * Risk Minimization, ICLR 2018; the research code's form). Pixels are rounded: by half a level of 255 at most.
 *
 * @throws RangeError where an option is out of range
 */
export const mixup = define(
  {
    name: 'mixup',
    title: 'mixes images in pairs, and their labels',
    options: {
      alpha: constant('of the distribution Beta(alpha, alpha)', { default: 1, above: 0 }),
      partners: partnersOption,
      classes: classesOption,
    },
  },
  ({ alpha, partners: which, classes: given }): BatchTransform => {
    const classes = knownClasses('mixup', given);
    return ({ images, shape, labels }, random) => {
      const [size] = shape;
      const drawn = beta(random, alpha, alpha);
      const weight = Math.max(drawn, 1 - drawn);
      const partners = partnersOf(size, which, random);
      const length = images.length / size;
      const mixed = new Uint8Array(images.length);
      partners.forEach((partner, i) => {
        for (let k = 0, at = i * length, other = partner * length; k < length; k++, at++, other++) {
          mixed[at] = weight * images[at] + (1 - weight) * images[other] + 0.5;
        }
      });
      return { images: mixed, labels: mixLabels(softLabels(labels, classes), partners, weight) };
    };
  },
);

/** Options of {@link mixup}. */
export type MixupOptions = Given<typeof mixup.options>;
