import { foldIn } from './fold-in.js';

describe('foldIn', () => {
  it('never changes silently', () => {
    expect(foldIn(0)).toBe(256347020);
    expect(foldIn(0, 'shuffle', 0)).toBe(320280273);
    expect(foldIn(0, 'shuffle', 1)).toBe(2909565322);
    expect(foldIn(42, 'a', 'b')).toBe(94537596);
    expect(foldIn(Number.MAX_SAFE_INTEGER)).toBe(1859919755);
  });

  it('tells order, type and grouping of the parts apart', () => {
    const seeds = [
      foldIn(7),
      foldIn(7, ''),
      foldIn(7, 0),
      foldIn(7, 0, 0),
      foldIn(7, 1),
      foldIn(7, '1'),
      foldIn(7, 1, 2),
      foldIn(7, 2, 1),
      foldIn(7, 12),
      foldIn(7, 2 ** 32 + 1),
      foldIn(7, 'a', 'b'),
      foldIn(7, 'b', 'a'),
      foldIn(7, 'ab'),
      foldIn(7, 'ab', ''),
      foldIn(8),
      foldIn(7 + 2 ** 32),
    ];
    expect(new Set(seeds).size).toBe(seeds.length);
  });

  it('flips about half of the bits when one bit of the seed or a part flips', () => {
    const flips = new Float64Array(32);
    const trials = 2000;
    for (let trial = 0; trial < trials; trial++) {
      const bit = 2 ** (trial % 20);
      const flipped = trial & bit ? trial - bit : trial + bit;
      const difference =
        trial % 2 === 0
          ? foldIn(trial, 'x') ^ foldIn(flipped, 'x')
          : foldIn(3, 'x', trial) ^ foldIn(3, 'x', flipped);
      for (let i = 0; i < 32; i++) flips[i] += (difference >>> i) & 1;
    }
    // Standard error of each rate is 0.011.
    for (const count of flips) expect(Math.abs(count / trials - 0.5)).toBeLessThan(0.05);
  });

  it('collides no more than chance among neighbouring parts', () => {
    const seeds = new Set<number>();
    for (let epoch = 0; epoch < 100; epoch++) {
      for (let index = 0; index < 1000; index++) seeds.add(foldIn(1, 'augment', epoch, index));
    }
    // 100,000 draws of 32 bits: 1.2 collisions are expected.
    expect(seeds.size).toBeGreaterThanOrEqual(99_995);
  });

  it.each([-1, 0.5, NaN, Infinity, 2 ** 53])('refuses the number %p and says so', (wrong) => {
    expect(() => foldIn(wrong)).toThrow(RangeError);
    expect(() => foldIn(wrong)).toThrow(`Seed is ${wrong}; expected a whole number`);
    expect(() => foldIn(0, 'a', wrong)).toThrow(RangeError);
    expect(() => foldIn(0, 'a', wrong)).toThrow(`Part 2 of foldIn is ${wrong};`);
  });
});
