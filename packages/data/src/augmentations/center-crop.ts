import { constant, count, define } from '@gnp/options';
import type { Given } from '@gnp/options';
import type { Image } from '../image.js';
import { centreWindow, crop, resize } from '../pixels/index.js';
import type { Window } from '../pixels/index.js';
import { interpolation } from './interpolation.js';
import type { Transform } from './transform.js';

/** 224 of 256 pixels. */
const usualFraction = 0.875;

/** The square in the middle whose side is a share of the shorter side. */
export function evaluationWindow(image: Image, fraction = usualFraction): Window {
  const side = Math.max(1, Math.floor(fraction * Math.min(image.height, image.width)));
  return centreWindow(image, { height: side, width: side });
}

/**
 * The square in the middle, resized: how classifiers of ImageNet are evaluated. Its side is `fraction` of the
 * shorter side: 0.875 is 224 of 256 pixels, as in the research code.
 */
export const centerCrop = define(
  {
    name: 'center-crop',
    title: 'cuts out the square in the middle and resizes it, for evaluation',
    options: {
      size: count('pixels of the result in height and width', { default: 224 }),
      fraction: constant('the side of the square, as a share of the shorter side', {
        ...{ default: usualFraction, above: 0, most: 1 },
      }),
      interpolation,
    },
  },
  ({ size, fraction, interpolation: method }): Transform =>
    (image) =>
      resize(crop(image, evaluationWindow(image, fraction)), { height: size, width: size }, method),
);

/** Options of {@link centerCrop}. */
export type CenterCropOptions = Given<typeof centerCrop.options>;
