import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { expectSame, random } from '../../../testing/expect-same.js';
import { describeOnednn } from '../../../testing/onednn.js';

type Case = [
  shape: number[],
  size: number | [number, number],
  stride: number,
  pad: 'same' | 'valid' | number,
];

const cases: Case[] = [
  [[2, 8, 8, 16], 2, 2, 'valid'],
  [[2, 9, 7, 3], 3, 2, 'same'],
  [[1, 5, 5, 1], 1, 1, 'valid'],
  [[2, 7, 7, 5], [2, 3], 1, 'same'],
  [[2, 8, 8, 4], 8, 1, 'valid'],
  [[1, 4, 4, 2], 3, 2, 1],
];

describeOnednn('pooling', () => {
  it.each(cases)(
    'agrees with cpu: %j, window %j, stride %s, %s',
    async (shape, size, stride, pad) => {
      for (const pool of [tf.maxPool, tf.avgPool]) {
        const run = (x: tf.Tensor) => pool(x as Tensor4D, size, stride, pad);
        await expectSame(() => run(random(shape)));
        await expectSame(() => tf.grad((x) => tf.sum(tf.square(run(x))))(random(shape)));
      }
    },
  );
});
