import * as tf from '@tensorflow/tfjs-core';
import { expectSame, random, resultsOn } from '../../../testing/expect-same.js';
import { libraryRuns } from '../../../testing/library-runs.js';
import { describeOnednn } from '../../../testing/onednn.js';

const shapes: [a: number[], b: number[]][] = [
  [[], []],
  [[1], [3]],
  [[0, 3], [3]],
  [[2, 3, 4], [4]],
  [
    [40, 33],
    [40, 33],
  ],
  [[40, 33], [33]],
  [[33], [40, 33]],
  [
    [40, 33],
    [40, 1],
  ],
  [[40, 33], []],
  [[], [40, 33]],
  [
    [40, 1],
    [1, 33],
  ],
  [
    [4, 1, 33, 5],
    [1, 6, 1, 5],
  ],
  [
    [4, 6, 33, 5],
    [4, 1, 33, 1],
  ],
  [
    [2, 3, 2, 3, 2, 5],
    [3, 1, 3, 1, 5],
  ],
];

const arithmetic: Record<string, (a: tf.Tensor, b: tf.Tensor) => tf.Tensor> = {
  add: tf.add,
  sub: tf.sub,
  mul: tf.mul,
  div: tf.div,
  maximum: tf.maximum,
  minimum: tf.minimum,
  squaredDifference: tf.squaredDifference,
};

const comparisons: Record<string, (a: tf.Tensor, b: tf.Tensor) => tf.Tensor> = {
  equal: tf.equal,
  notEqual: tf.notEqual,
  greater: tf.greater,
  greaterEqual: tf.greaterEqual,
  less: tf.less,
  lessEqual: tf.lessEqual,
};

const functions: Record<string, (x: tf.Tensor) => tf.Tensor> = {
  relu: tf.relu,
  relu6: (x: tf.Tensor) => tf.relu6(tf.mul(x, 4)),
  abs: tf.abs,
  square: tf.square,
  neg: tf.neg,
  sqrt: (x: tf.Tensor) => tf.sqrt(tf.abs(x)),
  rsqrt: (x: tf.Tensor) => tf.rsqrt(tf.add(tf.abs(x), 0.1)),
  reciprocal: (x: tf.Tensor) => tf.reciprocal(tf.add(tf.abs(x), 0.1)),
  exp: tf.exp,
  expm1: tf.expm1,
  log: (x: tf.Tensor) => tf.log(tf.abs(x)),
  log1p: (x: tf.Tensor) => tf.log1p(tf.abs(x)),
  tanh: tf.tanh,
  sigmoid: tf.sigmoid,
  elu: tf.elu,
  erf: tf.erf,
  step: (x: tf.Tensor) => tf.step(x, 0),
  leakyStep: (x: tf.Tensor) => tf.step(x, 0.2),
  leakyRelu: (x: tf.Tensor) => tf.leakyRelu(x, 0.2),
  clip: (x: tf.Tensor) => tf.clipByValue(x, -0.5, 0.5),
  floor: tf.floor,
  softmax: (x: tf.Tensor) => tf.softmax(x),
  logSoftmax: (x: tf.Tensor) => tf.logSoftmax(x),
};

describeOnednn('element-wise kernels', () => {
  it.each(Object.entries(arithmetic))('%s agrees with cpu', async (_, f) => {
    for (const [a, b] of shapes) await expectSame(() => f(random(a), random(b, 2)));
  });

  it.each(Object.entries(comparisons))('%s agrees with cpu', async (_, f) => {
    const whole = (shape: number[], seed: number) => tf.round(random(shape, seed));
    for (const [a, b] of shapes) await expectSame(() => f(whole(a, 1), whole(b, 2)));
  });

  it('works on integers', async () => {
    const numbers = (shape: number[], seed: number) =>
      tf.cast(tf.mul(random(shape, seed), 9), 'int32');
    for (const f of [tf.add, tf.sub, tf.mul, tf.maximum]) {
      await expectSame(() => f(numbers([30, 40], 1), numbers([40], 2)));
    }
  });

  it.each(Object.entries(functions))('%s and its gradient agree with cpu', async (_, f) => {
    for (const shape of [[1], [0, 3], [7], [40, 33]]) {
      await expectSame(() => f(random(shape)));
      if (f === functions.floor) continue;
      await expectSame(() => tf.grad((x) => tf.sum(tf.square(f(x))))(random(shape)));
    }
  });

  it.each(['relu', 'exp', 'sqrt', 'tanh', 'sigmoid', 'elu', 'softmax'])(
    '%s hands NaN on, in small tensors and in large ones',
    async (name) => {
      for (const size of [3, 2000, 32767]) {
        const [{ values }] = await resultsOn('onednn', () =>
          functions[name](tf.concat([random([size]), tf.tensor1d([NaN])])),
        );
        expect(values.at(-1)).toBeNaN();
      }
    },
  );

  it.each(['maximum', 'minimum'])('%s hands NaN on', async (name) => {
    const [{ values }] = await resultsOn('onednn', () =>
      arithmetic[name](tf.concat([random([2000]), tf.tensor1d([NaN])]), tf.scalar(0)),
    );
    expect(values.at(-1)).toBeNaN();
  });

  it.each(Object.entries(comparisons))('%s compares NaN as cpu does', async (_, f) => {
    await expectSame(() => f(tf.concat([random([2000]), tf.tensor1d([NaN])]), tf.scalar(0)));
  });

  it.each(Object.entries(comparisons))('%s of large tensors is the library’s', async (_, f) => {
    expect(await libraryRuns(() => f(random([40, 33]), random([40, 33], 2)))).toBeGreaterThan(0);
    expect(await libraryRuns(() => f(random([40, 33]), tf.scalar(0)))).toBeGreaterThan(0);
  });

  it('adds up many tensors', async () => {
    await expectSame(() => tf.addN([1, 2, 3, 4].map((seed) => random([30, 31], seed))));
  });

  it('casts between all numeric types', async () => {
    for (const from of ['float32', 'int32', 'bool'] as const) {
      for (const to of ['float32', 'int32', 'bool'] as const) {
        await expectSame(() => tf.cast(tf.cast(tf.mul(random([50]), 3), from), to));
      }
    }
  });
});
