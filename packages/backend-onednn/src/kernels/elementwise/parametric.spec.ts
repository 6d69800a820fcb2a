import * as tf from '@tensorflow/tfjs-core';
import { expectSame, random, resultsOn } from '../../../testing/expect-same.js';
import { libraryRuns } from '../../../testing/library-runs.js';
import { describeOnednn } from '../../../testing/onednn.js';

interface Case {
  readonly f: (x: tf.Tensor) => tf.Tensor;
  /** The same of one number. */
  readonly formula: (x: number) => number;
  /** Its derivative where it has one. */
  readonly slope: (x: number) => number;
}

const clip = (low: number, high: number): Case => ({
  f: (x) => tf.clipByValue(x, low, high),
  formula: (x) => (x < low ? low : x > high ? high : x),
  slope: (x) => Number(x >= low && x <= high),
});
const leaky = (alpha: number): Case => ({
  f: (x) => tf.leakyRelu(x, alpha),
  formula: (x) => (x < 0 ? alpha * x : x),
  slope: (x) => (x > 0 ? 1 : alpha),
});

const cases: Record<string, Case> = {
  relu6: {
    f: tf.relu6,
    formula: (x) => (x < 0 ? 0 : x > 6 ? 6 : x),
    slope: (x) => Number(x > 0 && x <= 6),
  },
  'clipByValue(-1.1, 0.7)': clip(-1.1, 0.7),
  'clipByValue(0, ∞)': clip(0, Infinity),
  'clipByValue(-∞, -2)': clip(-Infinity, -2),
  'leakyRelu(0.25)': leaky(0.25),
  'leakyRelu(-1.5)': leaky(-1.5),
  'leakyRelu(2⁻¹⁰⁰)': leaky(2 ** -100),
  prelu: { ...leaky(0.25), f: (x) => tf.prelu(x, tf.scalar(0.25)) },
};

/** Small tensors, such that the library takes, and such as are searched for NaN in pieces. */
const sizes = [1, 7, 511, 512, 1321, 16384 + 7, 1 << 15];

/** From -12 to 12, away from 0 and from where functions are clipped. */
const spread = (size: number) =>
  Array.from({ length: size }, (_, i) => (((i * 37) % 48) - 24) / 2 + 0.25);

describeOnednn('functions with parameters', () => {
  describe.each(Object.entries(cases))('%s', (_, { f, formula, slope }) => {
    it('is its formula, of large tensors and of small ones', async () => {
      for (const size of sizes) {
        const values = spread(size);
        const [y] = await resultsOn('onednn', () => f(tf.tensor1d(values)));
        expect(y.values).toEqual(values.map((x) => Math.fround(formula(x)) + 0));
      }
    });

    it('has the gradient of its formula', async () => {
      for (const size of sizes) {
        const values = spread(size);
        const [dx] = await resultsOn('onednn', () =>
          tf.grad(f)(tf.tensor1d(values), tf.fill([size], 3)),
        );
        expect(dx.values).toEqual(values.map((x) => Math.fround(3 * Math.fround(slope(x))) + 0));
      }
    });

    it('hands on NaN and infinities as cpu does, and so does its gradient', async () => {
      for (const size of sizes) {
        for (const special of [[NaN], [Infinity], [-Infinity], [-Infinity, Infinity, NaN, -0]]) {
          const x = () => tf.concat([random([size - 1]), tf.tensor1d(special)]);
          await expectSame(() => [f(x()), tf.grad(f)(x())], 0);
        }
      }
    });

    it('is computed by the library where tensors are large', async () => {
      expect(await libraryRuns(() => f(random([1321])))).toBeGreaterThan(0);
      expect(await libraryRuns(() => f(random([7])))).toBe(0);
    });
  });

  it.each([0, NaN, Infinity])('leakyRelu(%d) agrees with cpu', async (alpha) => {
    const x = () => tf.tensor1d([...spread(700), 0, -0, NaN, Infinity, -Infinity]);
    await expectSame(() => tf.leakyRelu(x(), alpha), 0);
  });

  it('prelu has slopes of its own for each channel, with their gradients', async () => {
    for (const shape of [[5], [1, 5], [7, 1], [6, 7, 5], [3, 6, 7, 5], [1]]) {
      for (const batch of [1, 40]) {
        const compute = () => {
          const [x, alpha] = [random([batch, 6, 7, 5]), random(shape, 2)];
          const loss = (a: tf.Tensor, b: tf.Tensor) => tf.sum(tf.square(tf.prelu(a, b)));
          return [tf.prelu(x, alpha), ...tf.grads(loss)([x, alpha])];
        };
        if (shape.length < 4 || batch === shape[0]) await expectSame(compute);
      }
    }
  });

  it('step hands NaN on', async () => {
    for (const size of [3, 2000, 32767]) {
      await expectSame(() => tf.step(tf.concat([random([size]), tf.tensor1d([NaN, 0])])), 0);
    }
  });
});
