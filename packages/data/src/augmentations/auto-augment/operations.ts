import type { RandomStream } from '@gnp/random';
import type { Image } from '../../image.js';
import * as pixels from '../../pixels/index.js';
import type { Definition } from '../../pixels/index.js';
import { drawSquare, signed } from '../draws.js';

/** How far the operations of a policy reach. */
export interface Reach {
  /** Pixels that the highest level moves an image of `size` by. */
  readonly translate: (size: number) => number;
  /** Pixels from the middle to the edge of the square that the highest level covers. */
  readonly cutout: (size: number) => number;
  readonly definition: Definition;
}

/** An operation at a level from 0 to 10. */
type Operation = (image: Image, level: number, random: RandomStream, reach: Reach) => Image;

/** The highest level. */
export const highest = 10;

const enhancement = (level: number) => level * 0.18 + 0.1;

/** What the operations of AutoAugment and RandAugment are called. */
export type OperationName =
  | 'autoContrast'
  | 'equalize'
  | 'invert'
  | 'rotate'
  | 'posterize'
  | 'solarize'
  | 'solarizeAdd'
  | 'color'
  | 'contrast'
  | 'brightness'
  | 'sharpness'
  | 'shearX'
  | 'shearY'
  | 'translateX'
  | 'translateY'
  | 'cutout';

/** The operations of AutoAugment and RandAugment with their levels, as in TensorFlow's and the research code. */
export const operations: Readonly<Record<OperationName, Operation>> = {
  autoContrast: (image) => pixels.autoContrast(image),
  equalize: (image) => pixels.equalize(image),
  invert: (image) => pixels.invert(image),
  rotate: (image, level, random) => pixels.rotate(image, signed(level * 3, random)),
  posterize: (image, level) => pixels.posterize(image, Math.trunc(level * 0.4)),
  solarize: (image, level) => pixels.solarize(image, Math.trunc(level * 25.6)),
  solarizeAdd: (image, level) => pixels.solarizeAdd(image, Math.trunc(level * 11)),
  color: (image, level) => pixels.color(image, enhancement(level)),
  contrast: (image, level, _, { definition }) =>
    pixels.contrast(image, enhancement(level), definition),
  brightness: (image, level) => pixels.brightness(image, enhancement(level)),
  sharpness: (image, level, _, { definition }) =>
    pixels.sharpness(image, enhancement(level), definition),
  shearX: (image, level, random, { definition }) =>
    pixels.shearX(image, signed(level * 0.03, random), pixels.uncovered, definition),
  shearY: (image, level, random, { definition }) =>
    pixels.shearY(image, signed(level * 0.03, random), pixels.uncovered, definition),
  translateX: (image, level, random, { translate }) =>
    pixels.translateX(image, signed((level / highest) * translate(image.width), random)),
  translateY: (image, level, random, { translate }) =>
    pixels.translateY(image, signed((level / highest) * translate(image.height), random)),
  cutout(image, level, random, { cutout }) {
    const half = Math.trunc((level / highest) * cutout(Math.min(image.height, image.width)));
    return pixels.erase(image, drawSquare(image, 2 * half, random), pixels.uncovered);
  },
};

/** Runs an operation by its name. */
export function operate(
  name: OperationName,
  image: Image,
  level: number,
  random: RandomStream,
  reach: Reach,
): Image {
  return operations[name](image, level, random, reach);
}
