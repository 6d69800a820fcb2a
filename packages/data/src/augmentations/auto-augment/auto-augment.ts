import { choice, define } from '@gnp/options';
import type { Given } from '@gnp/options';
import type { Transform } from '../transform.js';
import { operate } from './operations.js';
import { cifarPolicy } from './policies/cifar.js';
import { imagenetPolicy } from './policies/imagenet.js';
import { svhnPolicy } from './policies/svhn.js';
import type { Policy } from './policy.js';
import { autoAugmentConstants } from './policy-operation.js';
import { constants, reachOf } from './reach.js';

const policies: Readonly<Record<'cifar' | 'imagenet' | 'svhn', Policy>> = {
  cifar: cifarPolicy,
  imagenet: imagenetPolicy,
  svhn: svhnPolicy,
};

/**
 * One of a policy's pairs of operations for each image, each operation with its own probability (Cubuk et al.,
 * AutoAugment: Learning Augmentation Strategies from Data, CVPR 2019). Rotations, shears and shifts go either way.
 */
export const autoAugment = define(
  {
    name: 'autoaugment',
    title: 'operations of a policy that was learned, with learned levels',
    options: {
      policy: choice('for which data it was learned', ['cifar', 'imagenet', 'svhn'], {
        default: 'cifar',
      }),
      constants,
    },
  },
  ({ policy, constants: which }): Transform => {
    const reach = reachOf(autoAugmentConstants, which);
    const pairs = policies[policy];
    return (image, random) =>
      pairs[random.integer(pairs.length)].reduce(
        (current, [name, probability, level]) =>
          random.bernoulli(probability) ? operate(name, current, level, random, reach) : current,
        image,
      );
  },
);

/** Options of {@link autoAugment}. */
export type AutoAugmentOptions = Given<typeof autoAugment.options>;
