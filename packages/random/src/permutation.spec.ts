import { permutation } from './permutation.js';

describe('permutation', () => {
  it('never changes silently', () => {
    expect([...permutation(10, 0)]).toEqual([5, 4, 6, 7, 0, 1, 8, 9, 3, 2]);
    expect([...permutation(10, 1)]).toEqual([0, 6, 9, 8, 4, 5, 7, 3, 1, 2]);
  });

  it.each([0, 1, 2, 17, 1000])('holds each number below %p exactly once', (n) => {
    expect([...permutation(n, 3).sort()]).toEqual(Array.from({ length: n }, (_, i) => i));
  });

  it('gives every order of four equally often', () => {
    const counts = new Map<string, number>();
    const trials = 12_000;
    for (let seed = 0; seed < trials; seed++) {
      const order = permutation(4, seed).join();
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    const expected = trials / 24;
    const statistic = [...counts.values()].reduce((s, c) => s + (c - expected) ** 2 / expected, 0);
    // 23 degrees of freedom: above 52 happens five times in ten thousand.
    expect(statistic).toBeLessThan(52);
  });

  it.each([-1, 0.5, NaN, 2 ** 32])('refuses the length %p', (n) => {
    expect(() => permutation(n, 0)).toThrow(`The length of a permutation is ${n};`);
  });

  it('refuses a negative seed', () => {
    expect(() => permutation(3, -1)).toThrow('Seed is -1;');
  });
});
