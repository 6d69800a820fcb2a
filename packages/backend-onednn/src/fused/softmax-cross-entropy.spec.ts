import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { expectSame, random, resultsOn } from '../../testing/expect-same.js';
import { describeOnednn } from '../../testing/onednn.js';
import { softmaxCrossEntropy } from '../index.js';

const labels = () => tf.softmax(random([6, 5], 2)) as Tensor2D;

const plain = (logits: Tensor2D, wanted: Tensor2D) =>
  tf.neg(tf.sum(tf.mul(wanted, tf.logSoftmax(logits)), -1)) as Tensor1D;

const slope = (f: typeof plain) =>
  tf.grad((x) => tf.sum(tf.square(f(x as Tensor2D, labels()))))(random([6, 5]));

describeOnednn('softmax cross-entropy', () => {
  it('agrees on both backends', async () => {
    await expectSame(() => softmaxCrossEntropy(random([6, 5]) as Tensor2D, labels()));
    await expectSame(() => slope(softmaxCrossEntropy));
  });

  it('is the plain formula, with its gradient', async () => {
    const [value, gradient, ...expected] = await resultsOn('onednn', () => [
      softmaxCrossEntropy(random([6, 5]) as Tensor2D, labels()),
      slope(softmaxCrossEntropy),
      plain(random([6, 5]) as Tensor2D, labels()),
      slope(plain),
    ]);
    [value, gradient].forEach(({ values }, i) =>
      values.forEach((v, j) => expect(v).toBeCloseTo(expected[i].values[j], 4)),
    );
  });

  it('has a second derivative that agrees with finite differences', async () => {
    const gradient = (x: Tensor) =>
      tf.grad((z) => tf.sum(softmaxCrossEntropy(z as Tensor2D, labels())))(x);
    const steepness = (x: Tensor) => tf.sum(tf.square(gradient(x)));
    const [analytic, above, below] = await resultsOn('onednn', () => {
      const [x, direction] = [random([6, 5]), tf.mul(random([6, 5], 3), 0.02)];
      return [
        tf.sum(tf.mul(tf.grad(steepness)(x), direction)),
        steepness(tf.add(x, direction)),
        steepness(tf.sub(x, direction)),
      ];
    });
    const numeric = (above.values[0] - below.values[0]) / 2;
    expect(analytic.values[0] / numeric).toBeCloseTo(1, 2);
  });

  it('stays finite for huge logits', async () => {
    const [{ values }] = await resultsOn('onednn', () =>
      softmaxCrossEntropy(tf.tensor2d([[1e30, 0]]), tf.tensor2d([[1, 0]])),
    );
    expect(values).toEqual([0]);
  });
});
