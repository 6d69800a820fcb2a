import type { Transform } from './transform.js';

/** Applies transforms one after the other, all of them drawing from one stream. */
export const compose =
  (...transforms: Transform[]): Transform =>
  (image, random) =>
    transforms.reduce((current, transform) => transform(current, random), image);
