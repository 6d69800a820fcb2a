import { randomStream } from '@gnp/random';
import { randomImage } from '../../testing/samples.js';
import { randomHorizontalFlip } from './random-horizontal-flip.js';

describe('randomHorizontalFlip', () => {
  it.each([
    { height: 3, width: 5, channels: 3 },
    { height: 2, width: 4, channels: 1 },
    { height: 1, width: 1, channels: 2 },
  ])('mirrors every row of %p', (shape) => {
    const { height, width, channels } = shape;
    const image = randomImage(shape, 1);
    const before = image.pixels.slice();
    const { pixels } = randomHorizontalFlip({ probability: 1 })(image, randomStream(0));
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        for (let c = 0; c < channels; c++) {
          const mirrored = (y * width + (width - 1 - x)) * channels + c;
          expect(pixels[(y * width + x) * channels + c]).toBe(before[mirrored]);
        }
      }
    }
    expect(image.pixels).toEqual(before);
  });

  it('flips half of the images unless told otherwise', () => {
    const image = { height: 1, width: 2, channels: 1, pixels: Uint8Array.of(1, 2) };
    const rate = (probability?: number) => {
      const flip = randomHorizontalFlip({ probability });
      const random = randomStream(7);
      let flipped = 0;
      for (let i = 0; i < 2000; i++) {
        flipped += flip(image, random).pixels[0] === 2 ? 1 : 0;
      }
      return flipped / 2000;
    };
    expect(rate(0)).toBe(0);
    expect(Math.abs(rate() - 0.5)).toBeLessThan(0.05);
    expect(Math.abs(rate(0.2) - 0.2)).toBeLessThan(0.05);
  });

  it.each([-0.1, 1.1, NaN])('refuses the probability %p', (p) => {
    const make = () => randomHorizontalFlip({ probability: p });
    expect(make).toThrow(RangeError);
    expect(make).toThrow(
      `probability must be a finite number of at least 0 and at most 1, got ${p}.`,
    );
  });
});
