import { randomStream } from '@gnp/random';
import { randomImage } from '../../testing/samples.js';
import type { ImageShape } from '../image.js';
import { padAndCrop } from './pad-and-crop.js';

/** Builds the padded image in full, by walking back and forth over the pixels, and cuts from it. */
function slowly(
  source: Uint8Array,
  { height, width, channels }: ImageShape,
  padding: number,
  mode: 'reflect' | 'zero',
  top: number,
  left: number,
): number[] {
  const bounce = (size: number): number[] => {
    const inside = Array.from({ length: size }, (_, i) => i);
    if (mode === 'zero') {
      const outside = new Array<number>(padding).fill(-1);
      return [...outside, ...inside, ...outside];
    }
    return [
      ...inside.slice(1, 1 + padding).reverse(),
      ...inside,
      ...inside.slice(size - 1 - padding, size - 1).reverse(),
    ];
  };
  const rows = bounce(height).slice(top, top + height);
  const columns = bounce(width).slice(left, left + width);
  return rows.flatMap((y) =>
    columns.flatMap((x) =>
      Array.from({ length: channels }, (_, c) =>
        y < 0 || x < 0 ? 0 : source[(y * width + x) * channels + c],
      ),
    ),
  );
}

describe('padAndCrop', () => {
  it.each([
    [{ height: 8, width: 8, channels: 1 }, 1, 'reflect'],
    [{ height: 5, width: 7, channels: 3 }, 4, 'reflect'],
    [{ height: 6, width: 4, channels: 2 }, 2, 'zero'],
    [{ height: 2, width: 3, channels: 1 }, 5, 'zero'],
    [{ height: 3, width: 3, channels: 3 }, 0, 'reflect'],
  ] as const)('equals padding and cutting by hand for %p, %p, %s', (shape, padding, mode) => {
    const image = randomImage(shape, 3);
    const before = image.pixels.slice();
    const augment = padAndCrop({ padding, mode });
    const met = new Set<string>();
    for (let seed = 0; seed < 600; seed++) {
      const { pixels } = augment(image, randomStream(seed));
      const draws = randomStream(seed);
      const top = draws.integer(2 * padding + 1);
      const left = draws.integer(2 * padding + 1);
      met.add(`${top} ${left}`);
      expect([...pixels]).toEqual(slowly(before, shape, padding, mode, top, left));
    }
    expect(met.size).toBe((2 * padding + 1) ** 2);
    expect(image.pixels).toEqual(before);
  });

  it.each([
    [2, [22, 21, 20, 21, 22]],
    [4, [44, 43, 42, 41, 40]],
  ])('reflects without repeating the edge, by %i', (padding, corner) => {
    const shape = { height: 5, width: 5, channels: 1 };
    const source = Uint8Array.from({ length: 25 }, (_, i) => 10 * Math.floor(i / 5) + (i % 5));
    const zeros = { uniform: () => 0, integer: () => 0, normal: () => 0, bernoulli: () => false };
    const { pixels } = padAndCrop({ padding })({ ...shape, pixels: source }, zeros);
    expect([...pixels.subarray(0, 5)]).toEqual(corner);
  });

  it.each([
    [4, 1],
    [8, 1],
    [28, 4],
    [32, 4],
  ])('pads %i pixels by %i unless told otherwise', (size, padding) => {
    const shape = { height: size, width: size + 5, channels: 2 };
    const image = randomImage(shape, 3);
    const outputs = [padAndCrop(), padAndCrop({ padding })].map((augment) =>
      Array.from({ length: 20 }, (_, seed) => augment(image, randomStream(seed)).pixels.join()),
    );
    expect(outputs[0]).toEqual(outputs[1]);
  });

  it('refuses impossible paddings and modes', () => {
    for (const padding of [-1, 0.5, NaN]) {
      expect(() => padAndCrop({ padding })).toThrow(
        `padding must be a whole number of at least 0, got ${padding}.`,
      );
    }
    expect(() => padAndCrop({ mode: 'zer' as 'zero' })).toThrow(
      `mode must be one of reflect, zero, got "zer". Did you mean 'zero'?`,
    );
    const small = randomImage({ height: 4, width: 9, channels: 1 }, 0);
    expect(() => padAndCrop({ padding: 4 })(small, randomStream(0))).toThrow(
      'A padding of 4 cannot be reflected in an image of 4x9; use at most 3.',
    );
    expect(() => padAndCrop({ padding: 4, mode: 'zero' })(small, randomStream(0))).not.toThrow();
  });
});
