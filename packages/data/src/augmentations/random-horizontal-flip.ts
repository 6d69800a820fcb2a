import type { Augmentation } from './augmentation.js';

/**
 * Mirrors the image left to right with a given probability. Wrong for digits and letters, whose mirror
 * images mean something else or nothing.
 *
 * @param probability from 0 to 1; default 0.5.
 * @throws RangeError where the probability is out of range.
 */
export function randomHorizontalFlip(probability = 0.5): Augmentation {
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(
      `The probability of a flip is ${String(probability)}; expected a number from 0 to 1.`,
    );
  }
  return (source, target, { height, width, channels }, random) => {
    if (!random.bernoulli(probability)) {
      target.set(source);
      return;
    }
    const rowLength = width * channels;
    for (let row = 0; row < height * rowLength; row += rowLength) {
      let to = row;
      for (let from = row + rowLength - channels; from >= row; from -= channels) {
        for (let c = 0; c < channels; c++) target[to++] = source[from + c];
      }
    }
  };
}
