import * as tf from '@tensorflow/tfjs-core';
import { expectSame, resultsOn } from '../../../testing/expect-same.js';
import { libraryRuns } from '../../../testing/library-runs.js';
import { describeOnednn } from '../../../testing/onednn.js';

const bits = (shape: number[], seed: number) =>
  tf.greater(tf.randomNormal(shape, 0, 1, 'float32', seed), 0);

const pairs: [a: number[], b: number[]][] = [
  [[], []],
  [[7], [7]],
  [[40, 33], [40, 33]],
  [[40, 33], [33]],
  [[33], [40, 33]],
  [[40, 1], [1, 33]],
]; // prettier-ignore

describeOnednn('logic', () => {
  it.each([
    ['and', tf.logicalAnd],
    ['or', tf.logicalOr],
    ['xor', tf.logicalXor],
  ])('%s agrees with cpu', async (_, f) => {
    for (const [a, b] of pairs) await expectSame(() => f(bits(a, 1), bits(b, 2)), 0);
  });

  it('not agrees with cpu', async () => {
    for (const shape of [[], [7], [40, 33]])
      await expectSame(() => tf.logicalNot(bits(shape, 1)), 0);
  });

  it('takes every byte but 0 for true, and answers 0 or 1', async () => {
    const bytes = (step: number) => Uint8Array.from({ length: 1321 }, (_, i) => (i * step) % 256);
    const [x, y] = [bytes(1), bytes(7)];
    const made = await resultsOn('onednn', () => {
      const [a, b] = [x, y].map((values) => tf.tensor(values, [values.length], 'bool'));
      return [tf.logicalAnd(a, b), tf.logicalOr(a, b), tf.logicalNot(a)];
    });
    const expected = [
      Array.from(x, (v, i) => Number(v !== 0 && y[i] !== 0)),
      Array.from(x, (v, i) => Number(v !== 0 || y[i] !== 0)),
      Array.from(x, (v) => Number(v === 0)),
    ];
    expect(made.map(({ values }) => values)).toEqual(expected);
  });

  it('is computed by the library where tensors are large', async () => {
    const [a, b] = [1, 2].map((step) =>
      Uint8Array.from({ length: 1321 }, (_, i) => (i / step) % 2),
    );
    const tensor = (values: Uint8Array) => tf.tensor(values, [1321], 'bool');
    for (const f of [tf.logicalAnd, tf.logicalOr]) {
      expect(await libraryRuns(() => f(tensor(a), tensor(b)))).toBeGreaterThan(0);
    }
    expect(await libraryRuns(() => tf.logicalNot(tensor(a)))).toBeGreaterThan(0);
  });
});
