import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { expectSame, random } from '../../../testing/expect-same.js';
import { describeOnednn } from '../../../testing/onednn.js';

type Pad = 'same' | 'valid' | number | [[0, 0], [number, number], [number, number], [0, 0]];

interface Case {
  readonly x: number[];
  readonly filter: number[];
  readonly strides?: number | [number, number];
  readonly pad?: Pad;
  readonly dilations?: number | [number, number];
}

const cases: Case[] = [
  { x: [2, 8, 8, 3], filter: [3, 3, 3, 16] },
  { x: [1, 7, 5, 1], filter: [1, 1, 1, 1] },
  { x: [3, 9, 9, 17], filter: [3, 3, 17, 5], strides: 2 },
  { x: [2, 11, 6, 4], filter: [5, 2, 4, 8], strides: [2, 1], pad: 'valid' },
  { x: [2, 9, 9, 8], filter: [3, 3, 8, 8], dilations: 2 },
  { x: [2, 8, 8, 4], filter: [4, 4, 4, 12], strides: 4, pad: 'valid' },
  { x: [1, 6, 6, 2], filter: [3, 3, 2, 3], pad: 1 },
  {
    x: [1, 6, 7, 2],
    filter: [3, 3, 2, 3],
    pad: [
      [0, 0],
      [2, 0],
      [0, 1],
      [0, 0],
    ],
  },
  { x: [1, 1, 1, 64], filter: [1, 1, 64, 32] },
  { x: [2, 6, 6, 8], filter: [1, 1, 8, 4], strides: 2 },
];

const title = (c: Case) => JSON.stringify(c);

describeOnednn('convolution', () => {
  it.each(cases.map((c) => [title(c), c] as const))('agrees with cpu: %s', async (_, c) => {
    const { strides = 1, pad = 'same', dilations = 1 } = c;
    const convolve = (x: tf.Tensor, filter: tf.Tensor) =>
      tf.conv2d(x as Tensor4D, filter as Tensor4D, strides, pad, 'NHWC', dilations);
    await expectSame(() => convolve(random(c.x), random(c.filter, 2)));
    if (dilations !== 1) return;
    await expectSame(() => {
      const loss = (x: tf.Tensor, filter: tf.Tensor) => tf.sum(tf.square(convolve(x, filter)));
      return tf.grads(loss)([random(c.x), random(c.filter, 2)]);
    });
  });

  it.each([
    [1, 'same', 1],
    [2, 'same', 1],
    [1, 'valid', 2],
  ] as const)('agrees with cpu: depthwise, strides %s, %s, dilations %s', async (s, pad, d) => {
    const convolve = (x: tf.Tensor, filter: tf.Tensor) =>
      tf.depthwiseConv2d(x as Tensor4D, filter as Tensor4D, s, pad, 'NHWC', d);
    const operands = () => [random([2, 9, 8, 5]), random([3, 3, 5, 3], 2)];
    await expectSame(() => convolve(operands()[0], operands()[1]));
    if (d !== 1) return;
    await expectSame(() =>
      tf.grads((x: tf.Tensor, f: tf.Tensor) => tf.sum(tf.square(convolve(x, f))))(operands()),
    );
  });

  it('has gradients of dilated convolutions that agree with finite differences', async () => {
    await tf.setBackend('onednn');
    const loss = (x: tf.Tensor) =>
      tf.sum(
        tf.square(
          tf.conv2d(x as Tensor4D, random([3, 3, 2, 3], 2) as Tensor4D, 1, 'same', 'NHWC', 2),
        ),
      );
    const slope = tf.tidy(() => {
      const [x, direction] = [random([1, 6, 6, 2]), random([1, 6, 6, 2], 3)];
      const at = (t: number) => loss(tf.add(x, tf.mul(direction, t))).dataSync()[0];
      const analytic = tf.sum(tf.mul(runDilatedGradient(x), direction)).dataSync()[0];
      return { analytic, numeric: (at(0.01) - at(-0.01)) / 0.02 };
    });
    expect(slope.analytic / slope.numeric).toBeCloseTo(1, 2);
  });

  it('works in NCHW', async () => {
    await expectSame(() =>
      tf.conv2d(
        random([2, 3, 8, 7]) as Tensor4D,
        random([3, 3, 3, 4], 2) as Tensor4D,
        2,
        'valid',
        'NCHW',
      ),
    );
  });

  it('gives zeros for an empty batch, also as gradient of the filter', async () => {
    const empty = () => tf.zeros<tf.Rank.R4>([0, 4, 4, 2]);
    await expectSame(() =>
      tf.grads((x: tf.Tensor, f: tf.Tensor) =>
        tf.sum(tf.conv2d(x as Tensor4D, f as Tensor4D, 1, 'same')),
      )([empty(), random([3, 3, 2, 2])]),
    );
  });

  it.each(['linear', 'relu', 'sigmoid', 'elu', 'relu6', 'leakyrelu', 'prelu'] as const)(
    'fuses a bias and %s',
    async (activation) => {
      await expectSame(() =>
        tf.fused.conv2d({
          x: random([2, 8, 8, 3]) as Tensor4D,
          filter: random([3, 3, 3, 8], 2) as Tensor4D,
          strides: 1,
          pad: 'same',
          bias: tf.mul(random([8], 3), 8), // beyond 6
          activation,
          leakyreluAlpha: 0.2,
          preluActivationWeights: random([8], 4),
        }),
      );
    },
  );
});

/** tfjs-core refuses to differentiate dilated convolutions, so the kernel is called directly. */
function runDilatedGradient(x: tf.Tensor): tf.Tensor {
  const filter = random([3, 3, 2, 3], 2);
  const attrs = {
    strides: [1, 1],
    pad: 'same',
    dataFormat: 'NHWC',
    dilations: [2, 2],
    inputShape: x.shape,
  };
  const y = tf.conv2d(x as Tensor4D, filter as Tensor4D, 1, 'same', 'NHWC', 2);
  const inputs = { dy: tf.mul(y, 2), filter };
  return tf.engine().runKernel<tf.Tensor>('Conv2DBackpropInput', inputs, attrs);
}
