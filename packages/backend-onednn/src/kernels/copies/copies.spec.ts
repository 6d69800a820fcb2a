import * as tf from '@tensorflow/tfjs-core';
import { expectSame, random } from '../../../testing/expect-same.js';
import { describeOnednn } from '../../../testing/onednn.js';

const dtypes = ['float32', 'int32', 'bool'] as const;
const numbers = (shape: number[], dtype: tf.DataType) => tf.cast(tf.mul(random(shape), 5), dtype);

const cases: Record<string, (x: tf.Tensor) => tf.Tensor | tf.Tensor[]> = {
  transpose: (x) => tf.transpose(x, [2, 0, 1]),
  'reverse of axes': (x) => tf.transpose(x),
  slice: (x) => tf.slice(x, [1, 2, 3], [3, 5, 9]),
  'empty slice': (x) => tf.slice(x, [1, 2, 3], [0, 5, 9]),
  'split in three': (x) => tf.split(x, 3, 1),
  'split by sizes': (x) => tf.split(x, [1, 5, 14], -1),
  concat: (x) => tf.concat([x, tf.slice(x, [0, 0, 0], [4, 12, 3]), x], 2),
  pad: (x) =>
    tf.pad(x, [
      [0, 0],
      [1, 2],
      [3, 0],
    ]),
  tile: (x) => tf.tile(x, [2, 1, 3]),
  reshape: (x) => tf.reshape(x, [-1, 4]),
  'gather of rows': (x) => tf.gather(x, [3, 0, 0, 2]),
  'gather of columns': (x) =>
    tf.gather(
      x,
      tf.tensor2d(
        [
          [5, 0],
          [11, 2],
        ],
        [2, 2],
        'int32',
      ),
      1,
    ),
  where: (x) => tf.where(tf.greater(x, 0), x, tf.zerosLike(x)),
  onesLike: (x) => tf.onesLike(x),
  stack: (x) => tf.stack([x, x], 1),
  unstack: (x) => tf.unstack(x, 1),
  reverse: (x) => tf.reverse(x, 1),
};

describeOnednn('copies', () => {
  describe.each(Object.entries(cases))('%s', (_, copy) => {
    it.each(dtypes)('agrees with cpu for %s', async (dtype) => {
      await expectSame(() => copy(numbers([4, 12, 20], dtype)), 0);
    });
  });

  it.each(['transpose', 'slice', 'split in three', 'concat', 'pad', 'gather of rows'])(
    '%s has the gradient of cpu',
    async (name) => {
      const loss = (x: tf.Tensor) =>
        tf.addN([cases[name](x)].flat().map((part, i) => tf.mul(tf.sum(tf.square(part)), i + 1)));
      await expectSame(() => tf.grad(loss)(random([4, 12, 20])));
    },
  );

  it('pads with any value', async () => {
    await expectSame(
      () =>
        tf.pad(
          random([30, 30]),
          [
            [1, 1],
            [0, 2],
          ],
          7,
        ),
      0,
    );
  });

  it('keeps the bits of integers that are denormal as floats', async () => {
    await expectSame(() => tf.transpose(tf.reshape(tf.range(0, 2000, 1, 'int32'), [40, 50])), 0);
  });
});
