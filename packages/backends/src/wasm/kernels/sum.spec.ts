import * as tf from '@tensorflow/tfjs-core';
import { expectAgreement, numbers } from '../../../testing/agreement.js';
import { useBackend } from '../../use-backend.js';

const cases: [number[], number | number[]][] = [
  [
    [4, 5, 6, 7],
    [0, 1, 2],
  ],
  [[300, 9], 0],
  [[17000, 5], [0]],
  [
    [2, 3, 4],
    [0, 1, 2],
  ],
  [
    [4, 5, 6],
    [1, 2],
  ],
  [
    [8, 4],
    [0, 1],
  ],
  [
    [16, 4, 3],
    [1, 0],
  ],
  [[5], 0],
  [[0, 8], 0],
  [[8, 0], 0],
];

describe.each([true, false])('Sum and Mean on wasm, keepDims %s', (keepDims) => {
  it.each(cases)('agree with cpu for %j over %j', async (shape, axis) => {
    await expectAgreement('Sum', { x: { shape } }, { axis, keepDims });
    if (!shape.includes(0)) await expectAgreement('Mean', { x: { shape } }, { axis, keepDims });
  });

  it('sum integers exactly', async () => {
    const x = { shape: [20, 5], dtype: 'int32' as const };
    await expectAgreement('Sum', { x }, { axis: 0, keepDims }, 0);
  });
});

describe('Sum on wasm', () => {
  it('keeps rounding errors small over many rows', async () => {
    await useBackend('wasm');
    const values = Float32Array.from(numbers(4 * 50_000, 7), (x) => x + 3);
    const exact = [0, 1, 2, 3].map((column) =>
      values.reduce((sum, x, i) => (i % 4 === column ? sum + x : sum), 0),
    );
    const sums = tf.sum(tf.tensor2d(values, [50_000, 4]), 0).dataSync();
    exact.forEach((sum, i) => expect(Math.abs(sums[i] / sum - 1)).toBeLessThan(1e-6));
  });

  it('carries NaN and infinity', async () => {
    await useBackend('wasm');
    const values: number[] = Array(64).fill(1);
    values[5] = NaN;
    values[6] = Infinity;
    expect([...tf.sum(tf.tensor2d(values, [16, 4]), 0).dataSync()]).toEqual([
      16,
      NaN,
      Infinity,
      16,
    ]);
  });
});
