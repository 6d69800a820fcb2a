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

  it('hands on what it chooses bit by bit, and nothing of what it does not', async () => {
    const special = [NaN, Infinity, -Infinity, -0, 1e-45, 3.4028234663852886e38];
    const others = [...special].reverse();
    for (const chosen of [true, false]) {
      const [y] = await resultsOn('onednn', () => {
        const condition = tf.cast(tf.fill([special.length], Number(chosen)), 'bool');
        return tf.where(condition, tf.tensor1d(special), tf.tensor1d(others));
      });
      (chosen ? special : others).forEach((value, i) =>
        expect(y.values[i]).toBe(Math.fround(value)),
      );
    }
  });
});
