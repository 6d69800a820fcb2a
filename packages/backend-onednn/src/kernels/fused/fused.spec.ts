import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import {
  addRelu,
  attention,
  batchNorm,
  dropout,
  gelu,
  layerNorm,
  relu,
  weightedSum,
} from '@gnp/ops';
import { expectSame, random } from '../../../testing/expect-same.js';
import { describeOnednn, useOnednn } from '../../../testing/onednn.js';
import '../../index.js';

const vector = (size: number, seed: number) => random([size], seed) as Tensor1D;

const operands = (shape: number[]) => {
  const channels = shape[shape.length - 1];
  return [random(shape), vector(channels, 2), vector(channels, 3)] as [Tensor, Tensor1D, Tensor1D];
};

const shapes = [
  [4, 6, 6, 16],
  [2, 3, 3, 5],
  [40, 7],
  [6, 1, 1, 1],
  [1, 9, 3],
];

/** The gradients of a sum of squares: every operand matters. */
const slopes = (f: (x: Tensor, a: Tensor1D, b: Tensor1D) => Tensor, shape: number[]) =>
  tf.grads((...args: Tensor[]) =>
    tf.sum(tf.square(tf.add(f(args[0], args[1] as Tensor1D, args[2] as Tensor1D), 0.3))),
  )(operands(shape));

describeOnednn('fused training operations', () => {
  // On cpu each is a composition of ordinary operations, so agreement is with an independent formula.
  describe.each(shapes.map((shape) => [shape]))('of %j', (shape) => {
    it.each([true, false])('batch norm agrees with its composition, relu %s', async (relu) => {
      const run = (x: Tensor, a: Tensor1D, b: Tensor1D) =>
        batchNorm(x, a, b, { relu, epsilon: 1e-3 });
      await expectSame(() => {
        const { value, mean, variance } = run(...operands(shape));
        return [value, mean, variance];
      });
      await expectSame(() => slopes((...args) => run(...args).value, shape), 1e-4);
    });

    it('layer norm agrees with its composition', async () => {
      const run = (x: Tensor, a: Tensor1D, b: Tensor1D) => layerNorm(x, a, b, 1e-3);
      await expectSame(() => run(...operands(shape)));
      await expectSame(() => slopes(run, shape), 1e-4);
    });

    it.each([true, false])(
      'GELU agrees with its composition, approximate %s',
      async (approximate) => {
        await expectSame(() => gelu(random(shape), { approximate }));
        await expectSame(
          () => tf.grad((x) => tf.sum(tf.square(gelu(x, { approximate }))))(random(shape)),
          2e-5,
        );
      },
    );

    it('relu and the end of a residual block agree with theirs', async () => {
      const objective = (y: Tensor) => tf.sum(tf.square(tf.add(y, 0.3)));
      await expectSame(() => relu(random(shape)));
      await expectSame(() => tf.grad((x) => objective(relu(x)))(random(shape)));
      await expectSame(() => addRelu(random(shape), random(shape, 2)));
      await expectSame(() =>
        tf.grads((a, b) => objective(addRelu(a, b)))([random(shape), random(shape, 2)]),
      );
    });

    it('dropout agrees with its composition', async () => {
      const options = { rate: 0.3, seed: 2 };
      await expectSame(() => dropout(random(shape), options));
      await expectSame(() => tf.grad((x) => tf.sum(dropout(x, options)))(random(shape)));
    });

    it.each([
      [1, -0.3],
      [1e-3, 1],
      [0.9, 0.1],
      [2, 1e30],
    ])('a sum weighted by %d and %d agrees with its composition', async (a, x) => {
      await expectSame(() => weightedSum(random(shape), a, random(shape, 2), x));
    });
  });

  it.each([
    [2, 5, 6, 3],
    [1, 1, 4, 4],
    [3, 17, 8, 1],
  ])('attention over [%d, %d, %d] with %d heads agrees', async (batch, length, channels, heads) => {
    const inputs = () => [1, 2, 3].map((seed) => random([batch, length, channels], seed));
    for (const rate of [0, 0.3]) {
      const run = (...xs: Tensor[]) => {
        const [q, k, v] = xs as Tensor3D[];
        return attention(q, k, v, { heads, ...(rate > 0 && { dropout: { rate, seed: 4 } }) });
      };
      await expectSame(() => run(...inputs()));
      await expectSame(() => tf.grads((...xs) => tf.sum(tf.square(run(...xs))))(inputs()), 2e-5);
    }
  });

  it('has second derivatives', async () => {
    await expectSame(() => {
      const f = (x: Tensor) => {
        const [, a, b] = operands([8, 5]);
        return tf.sum(gelu(layerNorm(batchNorm(x, a, b).value, a, b, 1e-3)));
      };
      return tf.grad((x) => tf.sum(tf.square(tf.grad(f)(x))))(random([8, 5]));
    }, 1e-3);
  });

  it('hands NaN on through batch norm with relu', async () => {
    await useOnednn();
    const values = tf.tidy(() => {
      const [, a, b] = operands([20, 3]);
      const x = tf.concat([random([19, 3]), tf.tensor2d([[0, NaN, 0]])]);
      return batchNorm(x, a, b, { relu: true }).value.dataSync();
    });
    expect(Array.from(values).filter(Number.isNaN)).toHaveLength(20);
  });
});
