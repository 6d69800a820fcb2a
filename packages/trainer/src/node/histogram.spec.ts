import { randomStream } from '@gnp/random';
import { histogramOf } from './histogram.js';

const draw = randomStream(1);
const spread = Float32Array.from({ length: 4000 }, () => draw.normal() * 10 ** -draw.integer(14));

test.each([
  ['values over many orders of magnitude', spread],
  ['small whole numbers', Float32Array.from({ length: 100 }, () => draw.integer(5) - 2)],
  ['zeros', new Float32Array(3)],
  ['extreme ones', [Number.MAX_VALUE, -Number.MAX_VALUE, 1e-300, -1e-300, 1e20]],
])('counts %s', (_, values) => {
  const { limits, counts, ...sums } = histogramOf(values)!;
  const numbers = [...values];
  expect(sums).toEqual({
    min: numbers.reduce((a, b) => Math.min(a, b)),
    max: numbers.reduce((a, b) => Math.max(a, b)),
    count: numbers.length,
    sum: numbers.reduce((a, b) => a + b, 0),
    sumOfSquares: numbers.reduce((a, b) => a + b * b, 0),
  });
  limits.forEach((limit, i) => {
    const begin = i === 0 ? -Infinity : limits[i - 1];
    const isIn = (value: number) => value >= begin && (value < limit || limit === Number.MAX_VALUE);
    expect([limit, counts[i]]).toEqual([limit, numbers.filter(isIn).length]);
  });
  expect(limits).toEqual(limits.toSorted((a, b) => a - b));
});

test('buckets grow by a tenth, and those without values are joined', () => {
  const { limits, counts } = histogramOf([1, 1, 1e6])!;
  expect(counts).toEqual([0, 2, 0, 1]);
  expect(limits[1] / limits[0]).toBeCloseTo(1.1, 10);
  expect(limits[3] / limits[2]).toBeCloseTo(1.1, 10);
});

test('leaves out what is not finite', () => {
  expect(histogramOf([NaN, 2, Infinity])).toMatchObject({ count: 1, sum: 2 });
  expect(histogramOf([NaN, -Infinity])).toBeUndefined();
  expect(histogramOf([])).toBeUndefined();
});
