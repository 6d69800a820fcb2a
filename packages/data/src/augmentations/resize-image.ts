import { count, define } from '@gnp/options';
import type { Given } from '@gnp/options';
import { resize } from '../pixels/index.js';
import { interpolation } from './interpolation.js';
import type { Transform } from './transform.js';

/** The whole image at one size, whatever its shape was. */
export const resizeImage = define(
  {
    name: 'resize',
    title: 'brings every image to one size',
    options: {
      height: count('pixels of the result in height'),
      width: count('pixels in width; default: as many', { optional: true }),
      interpolation,
    },
  },
  ({ height, width = height, interpolation: method }): Transform =>
    (image) =>
      resize(image, { height, width }, method),
);

/** Options of {@link resizeImage}. */
export type ResizeImageOptions = Given<typeof resizeImage.options>;
