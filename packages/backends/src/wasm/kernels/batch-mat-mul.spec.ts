import * as tf from '@tensorflow/tfjs-core';
import { expectAgreement } from '../../../testing/agreement.js';
import { useBackend } from '../../use-backend.js';

const turned = (shape: readonly number[], turn: boolean): number[] =>
  turn ? [...shape.slice(0, -2), shape[shape.length - 1], shape[shape.length - 2]] : [...shape];

const sizes: [number[], number[]][] = [
  [
    [5, 7],
    [7, 3],
  ],
  [
    [1, 1],
    [1, 1],
  ],
  [
    [130, 64],
    [64, 33],
  ],
  [
    [3, 1000],
    [1000, 10],
  ],
  [
    [4, 5, 6],
    [4, 6, 7],
  ],
  [
    [4, 40, 32],
    [4, 32, 40],
  ],
  [
    [1, 40, 32],
    [3, 32, 40],
  ],
  [
    [3, 5, 6],
    [1, 6, 7],
  ],
  [
    [2, 3, 33, 20],
    [2, 3, 20, 31],
  ],
  [
    [0, 4],
    [4, 3],
  ],
  [
    [2, 0],
    [0, 3],
  ],
];

describe.each([
  [false, false],
  [false, true],
  [true, false],
  [true, true],
])('BatchMatMul on wasm, A transposed: %s, B transposed: %s', (transposeA, transposeB) => {
  it.each(sizes)('agrees with cpu for %j · %j', async (a, b) => {
    await expectAgreement(
      'BatchMatMul',
      { a: { shape: turned(a, transposeA) }, b: { shape: turned(b, transposeB) } },
      { transposeA, transposeB },
    );
  });

  it('multiplies integers exactly', async () => {
    const values = [1, 2, 3, 4, 5, 16777217];
    await expectAgreement(
      'BatchMatMul',
      {
        a: { shape: turned([2, 3], transposeA), dtype: 'int32', values },
        b: { shape: turned([3, 2], transposeB), dtype: 'int32', values: [3, 1, 4, 1, 5, 9] },
      },
      { transposeA, transposeB },
      0,
    );
  });

  it('broadcasts batches as NumPy does', async () => {
    await useBackend('wasm');
    const a = tf.reshape(tf.range(0, 12), [2, 1, 2, 3]);
    const b = tf.reshape(tf.range(0, 18), [3, 3, 2]);
    const actual = tf.matMul(
      transposeA ? tf.transpose(a, [0, 1, 3, 2]) : a,
      transposeB ? tf.transpose(b, [0, 2, 1]) : b,
      transposeA,
      transposeB,
    );
    // element i of a and of b is i: the product of rows 2m, 2m + 1 of a and of matrix n of b
    const expected = [0, 1].map((m) =>
      [0, 1, 2].map((n) =>
        [0, 1].map((row) =>
          [0, 1].map((column) =>
            [0, 1, 2].reduce((sum, k) => sum + (6 * m + 3 * row + k) * (6 * n + 2 * k + column), 0),
          ),
        ),
      ),
    );
    expect(actual.arraySync()).toEqual(expected);
  });

  it('carries NaN from either operand to its row or column only', async () => {
    await useBackend('wasm');
    const ones = tf.ones([4, 4]);
    const spoilt = tf.tensor2d([NaN, ...Array(15).fill(1)], [4, 4]);
    const count = (x: tf.Tensor) => [...x.dataSync()].filter(Number.isNaN).length;
    expect(count(tf.matMul(spoilt, ones, transposeA, transposeB))).toBe(4);
    expect(count(tf.matMul(ones, spoilt, transposeA, transposeB))).toBe(4);
  });
});

it('refuses matrices whose inner sizes differ', async () => {
  await useBackend('wasm');
  const run = () =>
    tf
      .engine()
      .runKernel(
        'BatchMatMul',
        { a: tf.ones([2, 3]), b: tf.ones([2, 3]) },
        { transposeA: false, transposeB: false },
      );
  expect(run).toThrow(/inner shapes \(3\) and \(2\)/);
});
