import { bernoulliMask } from './bernoulli-mask.js';

const size = 1_000_000;
const mask = (rate: number, seed = 1, length = size) => {
  const target = new Uint8Array(length);
  bernoulliMask(target, rate, seed);
  return target;
};
const zeros = (target: Uint8Array) => target.reduce((count, value) => count + 1 - value, 0);

describe('bernoulliMask', () => {
  it('never changes silently', () => {
    const zerosOf = (rate: number) =>
      Array.from(mask(rate, 42, 64)).flatMap((v, i) => (v ? [] : i));
    expect(zerosOf(0.1)).toEqual([15, 39]);
    expect(zerosOf(0.5).slice(0, 12)).toEqual([2, 6, 12, 13, 19, 21, 25, 26, 29, 31, 33, 35]);
  });

  it.each([0.001, 0.01, 0.1, 0.5, 0.9])('draws zeros at rate %d', (rate) => {
    // five standard deviations
    const allowed = 5 * Math.sqrt(size * rate * (1 - rate));
    expect(Math.abs(zeros(mask(rate)) - size * rate)).toBeLessThan(allowed);
  });

  it('draws neighbours and far elements independently', () => {
    const rate = 0.1;
    const target = mask(rate, 2);
    for (const distance of [1, 2, 3, 17, 64, 4096]) {
      let both = 0;
      for (let i = distance; i < size; i++) if (!target[i] && !target[i - distance]) both++;
      const expected = (size - distance) * rate * rate;
      expect(Math.abs(both - expected)).toBeLessThan(6 * Math.sqrt(expected));
    }
  });

  it('treats every position alike, the first and the last too', () => {
    const counts = new Uint32Array(5);
    for (let seed = 0; seed < 4000; seed++) {
      mask(0.3, seed, 5).forEach((value, i) => (counts[i] += 1 - value));
    }
    // 4,000 draws at 0.3: a standard deviation is 29
    for (const count of counts) expect(Math.abs(count - 1200)).toBeLessThan(5 * 29);
  });

  it('is a pure function of the seed', () => {
    expect(mask(0.2, 5, 1000)).toEqual(mask(0.2, 5, 1000));
    expect(mask(0.2, 5, 1000)).not.toEqual(mask(0.2, 6, 1000));
    expect(Array.from(mask(0.5, 1, 16))).toEqual(Array.from(mask(0.5, 1, 32).subarray(0, 16)));
  });

  it('draws no zeros at rate 0, and takes an empty target', () => {
    expect(zeros(mask(0))).toBe(0);
    expect(mask(0.5, 1, 0)).toHaveLength(0);
  });

  it.each([1, -0.1, NaN])('refuses rate %p', (rate) => {
    expect(() => mask(rate)).toThrow(`The share of zeros is ${rate}`);
  });
});
