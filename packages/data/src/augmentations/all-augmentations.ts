import type { Given } from '@gnp/options';
import { padAndCrop } from './pad-and-crop.js';
import { randomHorizontalFlip } from './random-horizontal-flip.js';

/** The augmentations that recipes know, in the order in which tables list them; a new one is one more. */
export const allAugmentations = [randomHorizontalFlip, padAndCrop] as const;

type Known = (typeof allAugmentations)[number];

/** One augmentation with its options, as it stands in a recipe. */
export type AugmentationStep = {
  [Name in Known['name']]: { readonly name: Name } & Given<
    Extract<Known, { readonly name: Name }>['options']
  >;
}[Known['name']];
