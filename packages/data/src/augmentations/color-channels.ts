import { choice, define } from '@gnp/options';
import { inChannels } from '../pixels/index.js';
import type { Transform } from './transform.js';

/** Grey images in three equal channels, or coloured ones as their luminance in one. */
export const colorChannels = define(
  {
    name: 'channels',
    title: 'makes all images grey, or all RGB',
    options: { kind: choice('of which kind', ['rgb', 'grey']) },
  },
  ({ kind }): Transform =>
    (image) =>
      inChannels(image, kind === 'grey' ? 1 : 3),
);
