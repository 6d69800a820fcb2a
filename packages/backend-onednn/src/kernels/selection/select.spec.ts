import * as tf from '@tensorflow/tfjs-core';
import { expectSame, random, resultsOn } from '../../../testing/expect-same.js';
import { describeOnednn } from '../../../testing/onednn.js';

const bits = (shape: number[]) => tf.greater(random(shape, 3), 0);

describeOnednn('select', () => {
  it.each(['float32', 'int32', 'bool'] as const)('chooses %s as cpu does', async (dtype) => {
    for (const shape of [[], [1], [7], [0, 3], [40, 33]]) {
      const numbers = (seed: number) => tf.cast(tf.mul(random(shape, seed), 9), dtype);
      await expectSame(() => tf.where(bits(shape), numbers(1), numbers(2)), 0);
    }
  });

  it('chooses whole rows by a condition of rank 1', async () => {
    const rows = (seed: number) => random([40, 3, 5], seed);
    const [chosen, expected] = await resultsOn('onednn', () => {
      const inputs = { condition: bits([40]), t: rows(1), e: rows(2) };
      const condition = tf.tile(tf.reshape(inputs.condition, [40, 1, 1]), [1, 3, 5]);
      return [
        tf.engine().runKernel<tf.Tensor>(tf.Select, inputs),
        tf.where(condition, inputs.t, inputs.e),
      ];
    });
    expect(chosen).toEqual(expected);
  });

  it('has the gradients of cpu', async () => {
    const loss = (t: tf.Tensor, e: tf.Tensor) => tf.sum(tf.square(tf.where(bits([40, 33]), t, e)));
    await expectSame(() => tf.grads(loss)([random([40, 33], 1), random([40, 33], 2)]));
  });

  it.each([1, 200])(
    'hands on what it chooses bit by bit, nothing of the rest, %i times',
    async (times) => {
      const special = [NaN, Infinity, -Infinity, -0, 1e-45, 3.4028234663852886e38];
      const others = [...special].reverse();
      const many = (values: number[]) => tf.tile(tf.tensor1d(values), [times]);
      for (const chosen of [true, false]) {
        const [y] = await resultsOn('onednn', () => {
          const condition = tf.cast(tf.fill([times * special.length], Number(chosen)), 'bool');
          return tf.where(condition, many(special), many(others));
        });
        const expected = (chosen ? special : others).map(Math.fround);
        const differs = y.values.findIndex((value, i) => !Object.is(value, expected[i % 6]));
        expect([y.values.length, differs]).toEqual([6 * times, -1]);
      }
    },
  );

  it('takes only 1 as true, as cpu does', async () => {
    await expectSame(() => {
      const bytes = tf.tensor1d(
        Uint8Array.from({ length: 600 }, (_, i) => i % 4),
        'bool',
      );
      return tf.where(bytes, random([600], 1), random([600], 2));
    }, 0);
  });
});
