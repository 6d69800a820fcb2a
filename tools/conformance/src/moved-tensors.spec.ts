import * as tf from '@tensorflow/tfjs';
import { useBackend } from '@gnp/backends';
import { testedBackends } from './tested-backends.js';

type Make = () => tf.Tensor;
/** Keeps a tensor that shares memory with another of another type or shape, as well as that one. */
const kept: [string, Make][] = [
  ['float32', () => tf.tensor1d([0.5, -2, 3e9])],
  ['int32', () => tf.tensor1d([7, -2, 2_000_000_001], 'int32')],
  ['bool', () => tf.tensor1d([1, 0, 1], 'bool')],
  ['strings', () => tf.tensor1d(['a', 'é'])],
  ['int32 as float32', () => tf.tensor1d([7, -2, 3], 'int32').toFloat()],
  ['bool as float32', () => tf.tensor1d([1, 0, 1], 'bool').toFloat()],
  ['bool as int32', () => tf.tensor1d([1, 0, 1], 'bool').toInt()],
  ['float32 as int32', () => tf.tensor1d([1.5, -2.5]).toInt()],
  ['float32 as bool', () => tf.tensor1d([1.5, 0]).toBool()],
  ['one-hot rows', () => tf.oneHot(tf.tensor1d([2, 0], 'int32'), 3)],
  ['one-hot rows as float32', () => tf.oneHot(tf.tensor1d([2, 0], 'int32'), 3).toFloat()],
  ['a comparison', () => tf.greater(tf.tensor1d([1, 5, 3]), 2)],
  ['a comparison as float32', () => tf.greater(tf.tensor1d([1, 5, 3]), 2).toFloat()],
  [
    'a comparison, cast and reshaped',
    () =>
      tf
        .less(tf.ones([2, 3]), 2)
        .toFloat()
        .reshape([3, 2]),
  ],
  ['a reshaped tensor', () => tf.range(0, 6, 1, 'int32').reshape([2, 3])],
  ['a slice of a cast', () => tf.slice(tf.range(0, 6, 1, 'int32').toFloat(), 2, 3)],
  ['a slice of integers', () => tf.slice(tf.range(0, 6, 1, 'int32'), 2, 3)],
  [
    'argMax',
    () =>
      tf.argMax(
        tf.tensor2d([
          [1, 3, 2],
          [4, 0, 1],
        ]),
        1,
      ),
  ],
];

/** Reads a tensor by itself, and through kernels, which read the memory. */
function readings(x: tf.Tensor): unknown[] {
  if (x.dtype === 'string') return [x.dataSync(), x.clone().arraySync()];
  const y = tf.tidy(() => tf.concat([tf.reshape(x, [-1]), tf.reshape(x, [-1])]));
  const sum = tf.tidy(() => tf.sum(tf.mul(tf.cast(x, 'float32'), 1)));
  return [x.dtype, x.shape, [...x.dataSync()], y.dtype, [...y.dataSync()], [...sum.dataSync()]];
}

const others = testedBackends.filter((backend) => backend !== 'cpu');
const ways = others.flatMap((other) => [
  ['cpu', other],
  [other, 'cpu'],
]);

describe.each(ways)('a tensor made on %s and used on %s', (from, to) => {
  it.each(kept)('keeps its values: %s', async (_, make) => {
    await useBackend(from);
    const expected = readings(make());
    const moved = make();
    await useBackend(to);
    expect(readings(moved)).toEqual(expected);
    expect(readings(moved)).toEqual(expected);
  });

  it('keeps the values of an original beside its cast', async () => {
    await useBackend(from);
    const original = tf.tensor1d([3, 1, 2], 'int32');
    const cast = original.toFloat();
    await useBackend(to);
    expect([...tf.mul(cast, 0.5).dataSync()]).toEqual([1.5, 0.5, 1]);
    expect([...tf.add(original, 1).dataSync()]).toEqual([4, 2, 3]);
    original.dispose();
    expect([...tf.mul(cast, 0.5).dataSync()]).toEqual([1.5, 0.5, 1]);
  });

  it('trains on labels made there', async () => {
    await useBackend(from);
    const labels = tf.oneHot(tf.tensor1d([0, 2], 'int32'), 3).toFloat();
    await useBackend(to);
    const loss = tf.losses.softmaxCrossEntropy(labels, tf.zeros([2, 3]));
    expect(loss.dataSync()[0]).toBeCloseTo(Math.log(3), 5);
  });
});
