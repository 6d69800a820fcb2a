import { randomStream } from '@gnp/random';
import { plainImage } from '../pixels/new-image.js';
import { cutout } from './cutout.js';
import { randomErasing } from './random-erasing.js';
import { randomResizedCrop } from './random-resized-crop.js';

const image = plainImage({ height: 24, width: 16, channels: 3 }, 255);

/** Which pixels of [24, 16] changed. */
const changed = (pixels: Uint8Array): number[] =>
  Array.from({ length: 24 * 16 }, (_, i) => i).filter((i) =>
    pixels.subarray(3 * i, 3 * i + 3).some((value) => value !== 255),
  );

describe('cutout', () => {
  it('covers a square of the mean colour whose middle is anywhere', () => {
    const middles = new Set<number>();
    for (let seed = 0; seed < 3000; seed++) {
      const { pixels } = cutout({ size: 5, mean: [0, 0.2, 0.4] })(image, randomStream(seed));
      const draws = randomStream(seed);
      const [y, x] = [draws.integer(24), draws.integer(16)];
      middles.add(16 * y + x);
      const expected = Array.from({ length: 24 * 16 }, (_, i) => i).filter(
        (i) => Math.abs(Math.floor(i / 16) - y) <= 2 && Math.abs((i % 16) - x) <= 2,
      );
      expect(changed(pixels)).toEqual(expected);
      expect([...pixels.subarray(3 * expected[0], 3 * expected[0] + 3)]).toEqual([0, 51, 102]);
    }
    expect(middles.size).toBe(24 * 16);
  });

  it('covers half of the shorter side unless told otherwise', () => {
    const most = Math.max(
      ...Array.from({ length: 100 }, (_, seed) => {
        const { pixels } = cutout({ mean: [0] })(image, randomStream(seed));
        return changed(pixels).length;
      }),
    );
    expect(most).toBe(64);
  });
});

describe('random erasing', () => {
  it('covers a rectangle of the shares asked for, as often as asked for', () => {
    const erase = randomErasing({ probability: 0.7, leastArea: 0.1, mostArea: 0.3, mean: [0] });
    let erased = 0;
    for (let seed = 0; seed < 2000; seed++) {
      const places = changed(erase(image, randomStream(seed)).pixels);
      if (places.length === 0) continue;
      erased++;
      const [rows, columns] = [(i: number) => Math.floor(i / 16), (i: number) => i % 16].map(
        (of) => {
          const all = places.map(of);
          return Math.max(...all) - Math.min(...all) + 1;
        },
      );
      // sides are rounded to whole pixels
      expect((rows - 0.5) * (columns - 0.5)).toBeLessThanOrEqual(0.3 * 24 * 16);
      expect((rows + 0.5) * (columns + 0.5)).toBeGreaterThanOrEqual(0.1 * 24 * 16);
    }
    expect(Math.abs(erased / 2000 - 0.7)).toBeLessThan(0.04);
  });

  it('refuses shares in the wrong order', () => {
    expect(() => randomErasing({ leastArea: 0.5, mostArea: 0.2 })).toThrow(
      'draws areas from 0.5 to 0.2',
    );
  });
});

describe('the random resized crop', () => {
  it('shows all parts of the image, and the middle where no window fits', () => {
    const ramp = plainImage({ height: 40, width: 40, channels: 1 }, 0);
    for (let i = 0; i < 1600; i++) ramp.pixels[i] = 6 * (i % 40);
    const crop = randomResizedCrop({ size: 8 });
    const [least, most] = [new Set<number>(), new Set<number>()];
    for (let seed = 0; seed < 500; seed++) {
      const { pixels } = crop(ramp, randomStream(seed));
      least.add(Math.min(...pixels));
      most.add(Math.max(...pixels));
    }
    expect(Math.min(...least)).toBeLessThan(12);
    expect(Math.max(...most)).toBeGreaterThan(222);
    const line = plainImage({ height: 1, width: 90, channels: 1 }, 0);
    for (let i = 0; i < 90; i++) line.pixels[i] = i;
    const { pixels } = randomResizedCrop({ size: 1, leastArea: 1 })(line, randomStream(0));
    expect([...pixels]).toEqual([44]);
  });

  it('refuses limits in the wrong order', () => {
    expect(() => randomResizedCrop({ leastRatio: 2, mostRatio: 1 })).toThrow('ratios from 2 to 1');
  });
});
