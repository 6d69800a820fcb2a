import { beta } from './beta.js';
import { randomStream } from './random-stream.js';

const draws = (a: number, b: number, count = 20_000) => {
  const random = randomStream(3);
  return Array.from({ length: count }, () => beta(random, a, b));
};

describe('beta', () => {
  it.each([
    [1, 1],
    [0.2, 0.2],
    [0.4, 2],
    [8, 3],
    [30, 40],
  ])('has the mean and variance of shape %f, %f', (a, b) => {
    const values = draws(a, b);
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
    const expected = (a * b) / ((a + b) ** 2 * (a + b + 1));
    expect(Math.abs(mean - a / (a + b))).toBeLessThan(4 * Math.sqrt(expected / values.length));
    expect(Math.abs(variance / expected - 1)).toBeLessThan(0.05);
    expect(values.every((x) => x >= 0 && x <= 1)).toBe(true);
  });

  // distribution functions in closed form
  it.each<[number, number, (x: number) => number]>([
    [1, 1, (x) => x],
    [2, 1, (x) => x * x],
    [1, 3, (x) => 1 - (1 - x) ** 3],
    [0.5, 0.5, (x) => (2 / Math.PI) * Math.asin(Math.sqrt(x))],
    [2, 2, (x) => x * x * (3 - 2 * x)],
  ])('is distributed as shape %f, %f says (Kolmogorov and Smirnov)', (a, b, cumulative) => {
    const values = draws(a, b).sort((x, y) => x - y);
    const n = values.length;
    const distance = Math.max(
      ...values.map((x, i) => Math.max((i + 1) / n - cumulative(x), cumulative(x) - i / n)),
    );
    expect(distance).toBeLessThan(1.63 / Math.sqrt(n)); // at 1 %
  });

  it('bears tiny shapes', () => {
    const values = draws(1e-3, 1e-3, 500);
    expect(values.every((x) => x >= 0 && x <= 1)).toBe(true);
    expect(values.filter((x) => x < 0.01 || x > 0.99).length).toBeGreaterThan(480);
  });

  it.each([0, -1, NaN, Infinity])('refuses the shape %f', (shape) => {
    expect(() => beta(randomStream(0), 1, shape)).toThrow(
      `The shape b of a beta distribution is ${shape}; expected a number above 0.`,
    );
  });
});
