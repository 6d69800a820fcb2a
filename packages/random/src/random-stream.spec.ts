import { randomStream } from './random-stream.js';

const many = 20_000;

function draws(draw: () => number): number[] {
  return Array.from({ length: many }, draw);
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function correlation(a: number[], b: number[]): number {
  const [ma, mb] = [mean(a), mean(b)];
  const covariance = mean(a.map((value, i) => (value - ma) * (b[i] - mb)));
  const variance = (values: number[], m: number) => mean(values.map((v) => (v - m) ** 2));
  return covariance / Math.sqrt(variance(a, ma) * variance(b, mb));
}

/** Pearson's statistic over equally likely bins; its mean is bins - 1. */
function chiSquared(counts: number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe('randomStream', () => {
  it('never changes silently', () => {
    const random = randomStream(0);
    expect(random.uniform()).toBe(0.3955426246202528);
    expect(random.uniform()).toBe(0.14054361577397334);
    expect(random.integer(1000)).toBe(579);
    expect(random.integer(2 ** 32)).toBe(2578982280);
    expect(random.normal()).toBeCloseTo(-0.5614390772577003, 12);
    expect(random.normal()).toBeCloseTo(0.7910723348091917, 12);
    expect(random.bernoulli(0.5)).toBe(true);
    expect(randomStream(1).uniform()).toBe(0.008854871012862642);
  });

  it('draws uniformly from [0, 1), with all bits in use', () => {
    const random = randomStream(11);
    const values = draws(random.uniform);
    const bins = new Array<number>(64).fill(0);
    const lowBins = new Array<number>(64).fill(0);
    for (const value of values) {
      bins[Math.floor(value * 64)]++;
      lowBins[Math.floor(((value * 2 ** 26) % 1) * 64)]++;
    }
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    // 63 degrees of freedom: above 110 happens twice in ten thousand.
    expect(chiSquared(bins)).toBeLessThan(110);
    expect(chiSquared(lowBins)).toBeLessThan(110);
    expect(Math.abs(correlation(values.slice(1), values.slice(0, -1)))).toBeLessThan(0.03);
  });

  it.each([1, 2, 3, 10, 48])('draws whole numbers below %p equally often', (n) => {
    const random = randomStream(12);
    const counts = new Array<number>(n).fill(0);
    for (let i = 0; i < many; i++) counts[random.integer(n)]++;
    expect(counts.reduce((sum, count) => sum + count)).toBe(many);
    expect(counts).toHaveLength(n);
    expect(chiSquared(counts)).toBeLessThan(n + 4 * Math.sqrt(2 * n));
  });

  it('is unbiased where the range does not divide 2^32', () => {
    // Under a plain remainder the lower half of [0, 3 * 2^30) would come twice as often.
    const random = randomStream(13);
    const n = 3 * 2 ** 30;
    const below = draws(() => random.integer(n)).filter((value) => value < n / 3).length;
    expect(Math.abs(below / many - 1 / 3)).toBeLessThan(0.015);
  });

  it('draws from the standard normal distribution', () => {
    const random = randomStream(14);
    const values = draws(random.normal);
    expect(Math.abs(mean(values))).toBeLessThan(0.03);
    expect(Math.abs(mean(values.map((v) => v ** 2)) - 1)).toBeLessThan(0.04);
    expect(Math.abs(mean(values.map((v) => v ** 3)))).toBeLessThan(0.1);
    expect(Math.abs(mean(values.map((v) => v ** 4)) - 3)).toBeLessThan(0.25);
    const within = values.filter((v) => Math.abs(v) < 1).length / many;
    expect(Math.abs(within - 0.6827)).toBeLessThan(0.015);
    expect(Math.abs(correlation(values.slice(1), values.slice(0, -1)))).toBeLessThan(0.03);
  });

  it('draws true with the given probability, never at 0 and always at 1', () => {
    const random = randomStream(15);
    const rate = (p: number) => mean(draws(() => Number(random.bernoulli(p))));
    expect(Math.abs(rate(0.3) - 0.3)).toBeLessThan(0.015);
    expect(rate(0)).toBe(0);
    expect(rate(1)).toBe(1);
  });

  it('gives unrelated streams to neighbouring seeds', () => {
    const firsts = Array.from({ length: many }, (_, seed) => randomStream(seed).uniform());
    expect(Math.abs(mean(firsts) - 0.5)).toBeLessThan(0.01);
    expect(Math.abs(correlation(firsts.slice(1), firsts.slice(0, -1)))).toBeLessThan(0.03);
    const [a, b] = [randomStream(100), randomStream(101)];
    expect(Math.abs(correlation(draws(a.uniform), draws(b.uniform)))).toBeLessThan(0.03);
  });

  it('tells seeds apart beyond 32 bits', () => {
    expect(randomStream(5).uniform()).not.toBe(randomStream(5 + 2 ** 32).uniform());
  });

  it.each([-1, 1.5, NaN])('refuses the seed %p', (seed) => {
    expect(() => randomStream(seed)).toThrow(RangeError);
    expect(() => randomStream(seed)).toThrow(`Seed is ${seed};`);
  });

  it('refuses impossible bounds and probabilities', () => {
    const random = randomStream(0);
    for (const n of [0, -1, 1.5, NaN, 2 ** 32 + 1]) {
      expect(() => random.integer(n)).toThrow(`The bound of integer(n) is ${n};`);
    }
    for (const p of [-0.1, 1.1, NaN]) {
      expect(() => random.bernoulli(p)).toThrow(`Probability is ${p};`);
    }
  });
});
