import type { RandomStream } from '@gnp/random';
import type { ImageShape } from '../image.js';
import type { Window } from '../pixels/index.js';

type Size = Pick<ImageShape, 'height' | 'width'>;

/** The value or its negative, equally likely. */
export const signed = (value: number, random: RandomStream): number =>
  random.bernoulli(0.5) ? -value : value;

/** A square whose middle is uniform over the image, so that some of it may lie outside. */
export function drawSquare({ height, width }: Size, side: number, random: RandomStream): Window {
  const half = Math.floor(side / 2);
  const [top, left] = [random.integer(height) - half, random.integer(width) - half];
  return { top, left, height: side, width: side };
}

/** Between which a window is drawn. */
export interface WindowLimits {
  /** Shares of the image's area. */
  readonly leastArea: number;
  readonly mostArea: number;
  /** Ratios of width to height. */
  readonly leastRatio: number;
  readonly mostRatio: number;
}

/** How often a window is drawn until one fits. */
const attempts = 10;

/**
 * A window inside the image: its share of the area is uniform, the logarithm of its ratio too, and its place; undefined
 * where none of ten fits.
 */
export function drawWindow(
  { height, width }: Size,
  { leastArea, mostArea, leastRatio, mostRatio }: WindowLimits,
  random: RandomStream,
): Window | undefined {
  const between = (least: number, most: number) => least + (most - least) * random.uniform();
  for (let i = 0; i < attempts; i++) {
    const area = between(leastArea, mostArea) * height * width;
    const ratio = Math.exp(between(Math.log(leastRatio), Math.log(mostRatio)));
    const size = {
      height: Math.round(Math.sqrt(area / ratio)),
      width: Math.round(Math.sqrt(area * ratio)),
    };
    if (Math.min(size.height, size.width) < 1) continue;
    if (size.height > height || size.width > width) continue;
    return {
      top: random.integer(height - size.height + 1),
      left: random.integer(width - size.width + 1),
      ...size,
    };
  }
  return undefined;
}
