import { define } from '@gnp/options';
import type { RandomStream } from '@gnp/random';
import type { Image } from '../../image.js';
import * as pixels from '../../pixels/index.js';
import { signed } from '../draws.js';
import type { Transform } from '../transform.js';

/** How many strengths there are, from none to the most. */
const strengths = 31;

/** An operation with a strength from 0 to 1. */
type Operation = (image: Image, strength: number, random: RandomStream) => Image;

const enhance =
  (f: (image: Image, factor: number) => Image): Operation =>
  (image, strength, random) =>
    f(image, 1 + signed(0.99 * strength, random));

/** The 14 operations of the wide space, with their ranges (table 1 of the paper). */
const wide: readonly Operation[] = [
  (image) => image,
  (image) => pixels.autoContrast(image),
  (image) => pixels.equalize(image),
  (image, strength, random) => pixels.rotate(image, signed(135 * strength, random)),
  (image, strength) => pixels.solarize(image, 255 * (1 - strength)),
  enhance(pixels.color),
  (image, strength) => pixels.posterize(image, 8 - Math.round(6 * strength)),
  enhance(pixels.contrast),
  enhance(pixels.brightness),
  enhance(pixels.sharpness),
  (image, strength, random) => pixels.shearX(image, signed(0.99 * strength, random)),
  (image, strength, random) => pixels.shearY(image, signed(0.99 * strength, random)),
  (image, strength, random) => pixels.translateX(image, signed(32 * strength, random)),
  (image, strength, random) => pixels.translateY(image, signed(32 * strength, random)),
];

/**
 * One operation for each image, at one of 31 strengths, both drawn uniformly: TrivialAugment, wide (Müller and
 * Hutter, TrivialAugment: Tuning-free Yet State-of-the-Art Data Augmentation, ICCV 2021).
 */
export const trivialAugment = define(
  { name: 'trivialaugment', title: 'one operation at random, at a random strength', options: {} },
  (): Transform => (image, random) => {
    const operation = wide[random.integer(wide.length)];
    return operation(image, random.integer(strengths) / (strengths - 1), random);
  },
);
