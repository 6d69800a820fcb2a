import * as tf from '@tensorflow/tfjs-core';
import { expectSame, random, resultsOn } from '../../../testing/expect-same.js';
import { describeOnednn } from '../../../testing/onednn.js';

const shapes: [a: number[], b: number[]][] = [
  [
    [1, 1],
    [1, 1],
  ],
  [
    [5, 7],
    [7, 3],
  ],
  [
    [65, 33],
    [33, 17],
  ],
  [
    [1, 64],
    [64, 1],
  ],
  [
    [4, 9, 5],
    [4, 5, 6],
  ],
  [
    [4, 9, 5],
    [1, 5, 6],
  ],
  [
    [1, 9, 5],
    [4, 5, 6],
  ],
  [
    [2, 3, 4, 5],
    [2, 3, 5, 6],
  ],
  [
    [3, 4, 5],
    [5, 6],
  ],
  [
    [0, 4],
    [4, 3],
  ],
  [
    [3, 0],
    [0, 2],
  ],
];

const flip = (shape: number[]) => [...shape.slice(0, -2), shape.at(-1) ?? 1, shape.at(-2) ?? 1];

describeOnednn('matrix product', () => {
  describe.each([
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ])('with transposeA %s and transposeB %s', (ta, tb) => {
    it.each(shapes)('agrees with cpu: %j · %j', async (a, b) => {
      await expectSame(() =>
        tf.matMul(random(ta ? flip(a) : a), random(tb ? flip(b) : b, 2), ta, tb),
      );
    });

    it('has the gradients of cpu', async () => {
      const loss = (a: tf.Tensor, b: tf.Tensor) => tf.sum(tf.square(tf.matMul(a, b, ta, tb)));
      const [a, b] = [
        [3, 8, 5],
        [3, 5, 7],
      ];
      await expectSame(() =>
        tf.grads(loss)([random(ta ? flip(a) : a), random(tb ? flip(b) : b, 2)]),
      );
    });
  });

  it.each(['linear', 'relu', 'sigmoid'] as const)('fuses a bias and %s', async (activation) => {
    for (const bias of [[6], [1, 6], [4, 6]]) {
      await expectSame(() =>
        tf.fused.matMul({
          a: random([4, 9]),
          b: random([9, 6], 2),
          bias: random(bias, 3),
          activation,
        }),
      );
    }
  });

  it('broadcasts batches of both operands, which cpu gets wrong', async () => {
    const [{ values: actual }] = await resultsOn('onednn', () =>
      tf.matMul(random([2, 1, 4, 5]), random([1, 3, 5, 6], 2)),
    );
    const [{ values: expected }] = await resultsOn('cpu', () => {
      const a = tf.tile(random([2, 1, 4, 5]), [1, 3, 1, 1]);
      return tf.matMul(a, tf.tile(random([1, 3, 5, 6], 2), [2, 1, 1, 1]));
    });
    actual.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 4));
    expect(actual).toHaveLength(144);
  });

  it('multiplies integers as cpu does', async () => {
    await expectSame(() =>
      tf.matMul(
        tf.tensor(
          [
            [1, 2],
            [3, 4],
          ],
          [2, 2],
          'int32',
        ),
        tf.eye(2, 2, undefined, 'int32'),
      ),
    );
  });
});
