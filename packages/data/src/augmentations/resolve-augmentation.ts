import { resolveSteps } from '../resolve-steps.js';
import { allAugmentations } from './all-augmentations.js';
import type { AugmentationStep } from './all-augmentations.js';
import { compose } from './compose.js';
import type { Transform } from './transform.js';

/** Augmentations that have a name of their own. */
export const augmentationPresets = {
  /** Images as they are. */
  none: [],
  /** For images that must not be mirrored, such as digits. */
  crop: [{ name: 'pad-and-crop' }],
  /** The standard for CIFAR. */
  basic: [{ name: 'horizontal-flip' }, { name: 'pad-and-crop' }],
  /** The policy that was learned for CIFAR, then the standard. */
  autoaugment: [{ name: 'autoaugment' }, { name: 'horizontal-flip' }, { name: 'pad-and-crop' }],
  /** The standard for ImageNet. */
  imagenet: [{ name: 'random-resized-crop' }, { name: 'horizontal-flip' }],
  /** That and RandAugment between the two: what the research code calls `autoaugment` for ImageNet. */
  'imagenet-randaugment': [
    { name: 'random-resized-crop' },
    { name: 'randaugment' },
    { name: 'horizontal-flip' },
  ],
  /** How classifiers of ImageNet are evaluated. */
  'imagenet-test': [{ name: 'center-crop' }],
} as const satisfies Readonly<Record<string, readonly AugmentationStep[]>>;

/** A choice of augmentation: the name of one of {@link augmentationPresets}, a step, or several in their order. */
export type AugmentationSpec =
  keyof typeof augmentationPresets | AugmentationStep | readonly AugmentationStep[];

/** What augmentations may ask of a data set. */
export interface AugmentedData {
  /** [channels], where 255 is 1: what covered parts are filled with. */
  readonly mean?: readonly number[];
}

/**
 * Makes the augmentation that a recipe names; undefined where there is none.
 *
 * @throws DatasetError where a name is unknown; RangeError or TypeError where an option is unknown or
 *   impossible.
 */
export function resolveAugmentation(
  spec: AugmentationSpec,
  data: AugmentedData = {},
): Transform | undefined {
  const transforms = resolveSteps<Transform>(choices, spec, data);
  return transforms.length === 0 ? undefined : compose(...transforms);
}

const choices = {
  what: 'augmentation',
  records: allAugmentations,
  presets: augmentationPresets,
};
