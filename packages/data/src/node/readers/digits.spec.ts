import type { ImageSource } from '../../image-source.js';
import type { Image } from '../../image.js';
import { readDigits } from './digits.js';

const pixelsOf = (source: ImageSource): Uint8Array[] =>
  Array.from(source.labels, (_, i) => (source.read(i) as Image).pixels);

function keys(source: ImageSource): string[] {
  return pixelsOf(source).map((pixels, i) => `${source.labels[i]}: ${pixels.join()}`);
}

function perClass({ labels }: ImageSource): number[] {
  return Array.from({ length: 10 }, (_, digit) => labels.filter((label) => label === digit).length);
}

describe('readDigits', () => {
  const digits = readDigits();

  it('holds 1,797 images in the published class counts, a fifth of each held back', () => {
    const published = [178, 182, 177, 183, 181, 182, 181, 179, 174, 180];
    const [train, test] = [perClass(digits.train), perClass(digits.test)];
    expect(digits.train.count + digits.test.count).toBe(1797);
    expect(train.map((count, digit) => count + test[digit])).toEqual(published);
    expect(test).toEqual(published.map((count) => Math.round(count / 5)));
  });

  it('stretches 0 to 16 over 0 to 255', () => {
    const levels = new Set(
      [digits.train, digits.test].flatMap(pixelsOf).flatMap((pixels) => [...pixels]),
    );
    expect([...levels].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 17 }, (_, value) => Math.round((value * 255) / 16)),
    );
    // The first row of the first image of the file: 0 0 5 13 9 1 0 0.
    const zero = keys(digits.train).concat(keys(digits.test));
    expect(zero.some((key) => key.startsWith('0: 0,0,80,207,143,16,0,0,'))).toBe(true);
  });

  it('describes itself', () => {
    expect(digits).toMatchObject({
      name: 'digits',
      classes: 10,
      shape: { height: 8, width: 8, channels: 1 },
      channels: 1,
      classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    });
    const values = pixelsOf(digits.train)
      .flatMap((pixels) => [...pixels])
      .map((value) => value / 255);
    const mean = values.reduce((a, b) => a + b) / values.length;
    expect(digits.mean[0]).toBeCloseTo(mean, 10);
    const variance = values.reduce((a, v) => a + (v - mean) ** 2, 0) / values.length;
    expect(digits.std[0]).toBeCloseTo(Math.sqrt(variance), 10);
  });

  it('keeps the parts disjoint, and fixed by the seed', () => {
    const train = new Set(keys(digits.train));
    const all = [...keys(digits.train), ...keys(digits.test)];
    expect(new Set(all).size).toBe(1797);
    expect(keys(digits.test).filter((key) => train.has(key))).toEqual([]);
    expect(readDigits({ seed: 0 })).toEqual(digits);
    const other = readDigits({ seed: 1 });
    expect(keys(other.test)).not.toEqual(keys(digits.test));
    expect([...keys(other.train), ...keys(other.test)].sort()).toEqual(all.sort());
  });

  it('holds back another fraction, and refuses an impossible one', () => {
    const { train, test } = readDigits({ testFraction: 0.5 });
    expect(train.count + test.count).toBe(1797);
    // each of ten classes may round up
    expect(Math.abs(test.count - 1797 / 2)).toBeLessThanOrEqual(5);
    expect(() => readDigits({ testFraction: 1 })).toThrow(RangeError);
  });
});
