import { randomImage } from '../../../testing/samples.js';
import { columnsBySimd, rowsBySimd } from './by-simd.js';
import { resizeColumns, resizeRows } from './in-javascript.js';
import { planSums } from './plan-sums.js';

/** Sizes before and after, some of them no multiples of what vectors hold. */
const sizes = [
  [1, 1],
  [1, 7],
  [5, 16],
  [16, 5],
  [37, 23],
  [200, 9],
  [64, 224],
] as const;

const plans = sizes.flatMap(([from, to]) =>
  (['bicubic', 'bilinear'] as const).flatMap((interpolation) => [
    { from, to, plan: planSums(interpolation, from, to, [0, from]) },
    { from, to, plan: planSums(interpolation, from, to, [from * 0.3, from * 0.4]) },
  ]),
);

test('rows have the sums of JavaScript', () => {
  for (const { from, to, plan } of plans) {
    const image = randomImage({ height: 11, width: from, channels: 3 }, to);
    expect(rowsBySimd(image, plan)).toEqual(resizeRows(image, plan));
  }
});

test('columns have the sums of JavaScript', () => {
  for (const { from, to, plan } of plans) {
    for (const channels of [1, 3]) {
      const image = randomImage({ height: from, width: 11, channels }, to);
      expect(columnsBySimd(image, plan)).toEqual(resizeColumns(image, plan));
    }
  }
});

test('sums beyond black and white end there', () => {
  const pixels = Uint8Array.from({ length: 3 * 40 }, (_, i) =>
    Math.floor(i / 3) % 9 < 4 ? 0 : 255,
  );
  const image = { height: 1, width: 40, channels: 3, pixels };
  const plan = planSums('bicubic', 40, 97, [0, 40]);
  const result = rowsBySimd(image, plan);
  expect(result).toEqual(resizeRows(image, plan));
  expect(new Set(result?.pixels)).toContain(255);
});

test('rows of grey images are left to JavaScript', () => {
  const image = randomImage({ height: 2, width: 8, channels: 1 }, 0);
  expect(rowsBySimd(image, planSums('bicubic', 8, 4, [0, 8]))).toBeUndefined();
});
