import type { Given } from '@gnp/options';
import { autoAugment } from './auto-augment/auto-augment.js';
import { randAugment } from './auto-augment/rand-augment.js';
import { trivialAugment } from './auto-augment/trivial-augment.js';
import { centerCrop } from './center-crop.js';
import { colorChannels } from './color-channels.js';
import { cutout } from './cutout.js';
import { padAndCrop } from './pad-and-crop.js';
import { randomErasing } from './random-erasing.js';
import { randomHorizontalFlip } from './random-horizontal-flip.js';
import { randomResizedCrop } from './random-resized-crop.js';
import { resizeImage } from './resize-image.js';

/** The augmentations that recipes know, in the order in which tables list them; a new one is one more. */
export const allAugmentations = [
  randomHorizontalFlip,
  padAndCrop,
  randomResizedCrop,
  centerCrop,
  resizeImage,
  cutout,
  randomErasing,
  autoAugment,
  randAugment,
  trivialAugment,
  colorChannels,
] as const;

type Known = (typeof allAugmentations)[number];

/** One augmentation with its options, as it stands in a recipe. */
export type AugmentationStep = {
  [Name in Known['name']]: { readonly name: Name } & Given<
    Extract<Known, { readonly name: Name }>['options']
  >;
}[Known['name']];
