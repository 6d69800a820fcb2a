import { unknownName } from '../dataset-error.js';
import { allAugmentations } from './all-augmentations.js';
import type { AugmentationStep } from './all-augmentations.js';
import type { Augmentation } from './augmentation.js';
import { compose } from './compose.js';

/** Augmentations that have a name of their own. */
export const augmentationPresets = {
  /** Images as they are. */
  none: [],
  /** For images that must not be mirrored, such as digits. */
  crop: [{ name: 'pad-and-crop' }],
  /** The standard for CIFAR. */
  basic: [{ name: 'horizontal-flip' }, { name: 'pad-and-crop' }],
} as const satisfies Readonly<Record<string, readonly AugmentationStep[]>>;

/**
 * A choice of augmentation:
 * - `'none'`: images as they are;
 * - `'crop'`: pad-and-crop, for images that must not be mirrored, such as digits;
 * - `'basic'`: horizontal flip, then pad-and-crop: the standard for CIFAR;
 * - a step, or several in their order.
 */
export type AugmentationSpec =
  keyof typeof augmentationPresets | AugmentationStep | readonly AugmentationStep[];

/**
 * Makes the augmentation that a recipe names.
 *
 * @throws DatasetError where a name is unknown; RangeError or TypeError where an option is unknown or
 *   impossible.
 */
export function resolveAugmentation(spec: AugmentationSpec): Augmentation {
  return compose(...stepsOf(spec).map(buildStep));
}

function stepsOf(spec: AugmentationSpec): readonly AugmentationStep[] {
  if (typeof spec !== 'string') return 'name' in spec ? [spec] : spec;
  if (!Object.hasOwn(augmentationPresets, spec)) {
    throw unknownName('augmentation', spec, Object.keys(augmentationPresets));
  }
  return augmentationPresets[spec];
}

function buildStep({ name, ...options }: AugmentationStep): Augmentation {
  const found = allAugmentations.find((augmentation) => augmentation.name === name);
  if (found) return found(options);
  throw unknownName(
    'augmentation',
    name,
    allAugmentations.map((augmentation) => augmentation.name),
  );
}
