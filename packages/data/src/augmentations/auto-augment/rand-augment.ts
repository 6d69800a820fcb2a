import { constant, count, define } from '@gnp/options';
import type { Given } from '@gnp/options';
import type { Transform } from '../transform.js';
import { highest, operate } from './operations.js';
import { policyOperations } from './policy-operation.js';
import { constants, reachOf } from './reach.js';
import type { Constants } from './reach.js';

/** Those of the research code, for images of 224 pixels. */
const randAugmentConstants: Constants = {
  shares: { translate: 100 / 224, cutout: 40 / 224 },
  reference: { translate: 100, cutout: 40 },
};

/**
 * `layers` of the 16 operations, drawn uniformly for each image, all at one level (Cubuk et al., RandAugment, 2020);
 * 2 and 9 by default, as the research code has them for ImageNet.
 */
export const randAugment = define(
  {
    name: 'randaugment',
    title: 'operations drawn at random, all at one level',
    options: {
      layers: count('how many for each image', { default: 2 }),
      magnitude: constant('their level', { default: 9, least: 0, most: highest }),
      constants,
    },
  },
  ({ layers, magnitude, constants: which }): Transform => {
    const reach = reachOf(randAugmentConstants, which);
    return (image, random) => {
      let current = image;
      for (let i = 0; i < layers; i++) {
        const name = policyOperations[random.integer(policyOperations.length)];
        current = operate(name, current, magnitude, random, reach);
      }
      return current;
    };
  },
);

/** Options of {@link randAugment}. */
export type RandAugmentOptions = Given<typeof randAugment.options>;
