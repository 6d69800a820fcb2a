import * as tf from '@tensorflow/tfjs-core';
import { expectSame, random, resultsOn } from '../../../testing/expect-same.js';
import { describeOnednn } from '../../../testing/onednn.js';

const cases: [shape: number[], axis: number[] | undefined][] = [
  [[1], undefined],
  [[0], undefined],
  [[3, 0], [1]],
  [[0, 3], [0]],
  [[2, 3], [0]],
  [[60, 33], undefined],
  [[60, 33], [0]],
  [[60, 33], [1]],
  [[5, 60, 33], [1]],
  [
    [5, 60, 33],
    [0, 2],
  ],
  [[5, 60, 33], [-1]],
  [
    [4, 5, 6, 7],
    [0, 1, 2],
  ],
  [
    [4, 5, 6, 7],
    [1, 3],
  ],
  [[4, 1, 6, 7], [1]],
];

/** What the largest of no numbers is, cpu leaves open. */
const needNumbers = new Set(['max', 'min']);

const reductions = { sum: tf.sum, mean: tf.mean, max: tf.max, min: tf.min, prod: tf.prod } as const;

describeOnednn('reductions', () => {
  it.each(Object.entries(reductions))('%s agrees with cpu', async (name, reduce) => {
    for (const [shape, axis] of cases) {
      if (needNumbers.has(name) && shape.includes(0)) continue;
      for (const keepDims of [false, true]) {
        await expectSame(() => reduce(random(shape), axis, keepDims));
      }
    }
  });

  it('sums integers and booleans as cpu does', async () => {
    await expectSame(() => tf.sum(tf.cast(tf.mul(random([40, 30]), 9), 'int32'), 0));
    await expectSame(() => tf.sum(tf.greater(random([40, 30]), 0)));
  });

  it('sums many elements without losing precision', async () => {
    const [{ values }] = await resultsOn('onednn', () => tf.sum(tf.fill([2048, 600], 0.1)));
    expect(values[0] / 122_880).toBeCloseTo(1, 6);
  });

  it('sums a long column without losing precision', async () => {
    const [{ values }] = await resultsOn('onednn', () => tf.sum(tf.fill([200_000, 2], 0.1), 0));
    // one float32 after another would be off by 2e-3
    for (const value of values) expect(value / 20_000).toBeCloseTo(1, 5);
  });
});
