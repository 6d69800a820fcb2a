import { choice } from '@gnp/options';

/** How the options of all augmentations that resize call it. */
export const interpolation = choice(
  'how pixels in between are made',
  ['bicubic', 'bilinear', 'nearest'],
  { default: 'bicubic' },
);
