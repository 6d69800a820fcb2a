import { constant, count, flag, share } from '@gnp/options';
import { largeImage } from './large-images.js';

/** Options that several families have. */
export const dropout = (value: number) =>
  share('share of elements dropped in training', { default: value });

export const attentionDropout = (value: number) =>
  share('share of attention probabilities dropped in training', { default: value });

export const stochasticDepth = share(
  'share of images that skip the last block in training; it grows linearly from 0 at the first',
  { default: 0 },
);

/** Of families whose patches follow from the size of the images. */
export const patchSize = count(
  `side of a patch in pixels; default: 4 below ${largeImage} pixels, 16 from there on`,
  { optional: true },
);

/** Deeper networks are no longer built in seconds. */
const mostDepth = 100;

export const widthMultiplier = constant('multiplies the channels', { above: 0, default: 1 });

export const depthMultiplier = constant(
  'multiplies the blocks of each stage; at least one is left',
  {
    above: 0,
    most: mostDepth,
    default: 1,
  },
);

export const zeroInitResidual = flag(
  'residual blocks begin as the identity: the scale of their last norm starts at 0',
  { default: false },
);

export const reference = flag(
  "stem or patches by the number of classes, as in the papers' code, in place of the size of the " +
    'images: 1,000 classes get the large ones',
  { default: false },
);
