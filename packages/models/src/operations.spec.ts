import * as tf from '@tensorflow/tfjs';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import * as models from './index.js';
import { countOperations, createModel } from './index.js';

beforeAll(() => tf.setBackend('cpu'));
afterEach(() => tf.disposeVariables());

const image = [8, 6, 4];
const tokens = [12, 6];
const { dense, conv2d, depthwiseConv2d, reLU } = tf.layers;
const threefold = (layer: tf.layers.Layer) => (x: SymbolicTensor) => layer.apply([x, x, x]);

describe('operations of one layer of each kind', () => {
  test.each<[string, number[], (x: SymbolicTensor) => unknown, number]>([
    ['dense', [10], (x) => dense({ units: 7 }).apply(x), 2 * 10 * 7],
    [
      'conv2d with stride',
      image,
      (x) => conv2d({ filters: 5, kernelSize: 3, strides: 2, padding: 'same' }).apply(x),
      2 * 4 * 3 * 9 * 4 * 5,
    ],
    ['depthwise', image, (x) => depthwiseConv2d({ kernelSize: 3 }).apply(x), 2 * 6 * 4 * 9 * 4],
    [
      'Convolution in groups',
      image,
      (x) => new models.Convolution({ filters: 8, kernelSize: 3, groups: 2 }).apply(x),
      2 * 8 * 6 * 9 * 2 * 8,
    ],
    ['Linear', tokens, (x) => new models.Linear({ units: 5 }).apply(x), 2 * 12 * 6 * 5],
    ['Attention', tokens, threefold(new models.Attention({ heads: 2 })), 2 * 2 * 12 * 12 * 6],
    [
      'ClassAttention',
      tokens,
      (x) => {
        const first = new models.FirstToken({ keepAxis: true }).apply(x) as SymbolicTensor;
        return new models.ClassAttention({ heads: 2 }).apply([first, x, x]);
      },
      2 * 2 * 12 * 6,
    ],
    [
      'TalkingHeadsAttention',
      tokens,
      threefold(new models.TalkingHeadsAttention({ heads: 2 })),
      2 * (2 * 12 * 12 * 6 + 2 * 12 * 12 * 2 * 2),
    ],
    [
      'WindowAttention',
      [16, 6],
      threefold(new models.WindowAttention({ height: 4, width: 4, window: 2, shift: 1, heads: 2 })),
      2 * 2 * 16 * 4 * 6,
    ],
    ['activations', image, (x) => reLU().apply(x), 0],
  ])('%s', (_, shape, apply, expected) => {
    const inputs = tf.input({ shape });
    expect(countOperations(tf.model({ inputs, outputs: apply(inputs) as SymbolicTensor }))).toBe(
      expected,
    );
  });
});

// Twice the multiply-adds that the papers and other libraries give, in thousands of millions.
test.each([
  ['resnet50', 224, 4.09],
  ['vgg16', 224, 15.47],
  ['vit-b16', 224, 17.56],
  ['swin-tiny-224', 224, 4.5],
])('%s on %d pixels takes about twice %d G multiply-adds', (name, imageSize, expected) => {
  const operations = countOperations(createModel(name, { imageSize, classes: 1000, blank: true }));
  expect(Math.abs(operations / 2e9 / expected - 1)).toBeLessThan(0.02);
});
