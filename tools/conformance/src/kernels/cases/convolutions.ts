import * as tf from '@tensorflow/tfjs';
import { eachOf, floats, positive } from '../kernel-case.js';
import type { Inputs, KernelCase } from '../kernel-case.js';

const base = { strides: [1, 1], dilations: [1, 1], dataFormat: 'NHWC' };
const steps = [
  { ...base, pad: 'same' },
  { ...base, pad: 'valid' },
  { ...base, strides: [2, 2], pad: 'same' },
  { ...base, strides: [1, 2], pad: 'valid' },
  {
    ...base,
    strides: [2, 2],
    pad: [
      [0, 0],
      [1, 1],
      [0, 2],
      [0, 0],
    ],
  },
];
const dilated = [
  { ...base, dilations: [2, 2], pad: 'same' },
  { ...base, dilations: [1, 2], pad: 'valid' },
];
const layers: Inputs[] = [
  { x: floats([2, 5, 6, 3]), filter: floats([3, 3, 3, 4]) },
  { x: floats([3, 4, 5, 1]), filter: floats([2, 3, 1, 2]) },
  { x: floats([1, 4, 4, 5]), filter: floats([1, 1, 5, 3]) },
];
const depthwise: Inputs[] = [
  { x: floats([2, 5, 6, 3]), filter: floats([3, 3, 3, 1]) },
  { x: floats([2, 4, 5, 2]), filter: floats([2, 3, 2, 2]) },
];
const channelsFirst: Inputs = { x: floats([2, 3, 5, 6]), filter: floats([3, 3, 3, 4]) };
const volumes: Inputs[] = [
  { x: floats([2, 3, 4, 3, 2]), filter: floats([2, 2, 2, 2, 3]) },
  { x: floats([1, 4, 3, 5, 1]), filter: floats([3, 1, 2, 1, 2]) },
];
const volumeSteps = [
  { strides: 1, pad: 'same' },
  { strides: 1, pad: 'valid' },
  { strides: 2, pad: 'same' },
  { strides: [1, 2, 1], pad: 'valid' },
].map((one) => ({ ...one, dataFormat: 'NDHWC', dilations: 1 }));
const { strides, dataFormat } = base;
const plain = { strides, dataFormat, pad: 'same' };

/** A fused convolution by its operation, which has gradients. */
const fused =
  (
    operation: typeof tf.fused.conv2d,
    activation: 'linear' | 'relu' | 'sigmoid' | 'elu',
  ): KernelCase['operation'] =>
  ({ x, filter, bias }) =>
    operation({
      x: x as tf.Tensor4D,
      filter: filter as tf.Tensor4D,
      bias,
      strides: 2,
      pad: 'same',
      activation,
    });
const depthwiseOperation = tf.fused.depthwiseConv2d as unknown as typeof tf.fused.conv2d;
const activations = ['linear', 'relu', 'sigmoid', 'elu'] as const;
const activated = [
  { activation: 'relu' },
  { activation: 'relu6' },
  { activation: 'leakyrelu', leakyreluAlpha: 0.2 },
].map((one) => ({ ...base, ...one, pad: 'same' }));

const fusedCases = (
  kernel: string,
  inputs: Inputs,
  channels: number,
  run: typeof tf.fused.conv2d,
) => [
  ...activations.flatMap((activation) =>
    eachOf(kernel, [inputs, { ...inputs, bias: floats([channels]) }], [{}], {
      operation: fused(run, activation),
      note: `strides 2, same, ${activation}`,
    }),
  ),
  ...[[channels], [1, 1, channels], []].flatMap((shape) => [
    ...eachOf(kernel, [{ ...inputs, bias: floats(shape) }], activated),
    ...eachOf(
      kernel,
      [{ ...inputs, bias: floats(shape), preluActivationWeights: positive([1, 1, channels]) }],
      [{ ...base, pad: 'same', activation: 'prelu' }],
    ),
  ]),
];

export const convolutions: KernelCase[] = [
  ...eachOf('Conv2D', layers, steps),
  ...eachOf('Conv2D', layers.slice(0, 1), dilated, { gradient: false }),
  ...eachOf(
    'Conv2D',
    [channelsFirst],
    steps.slice(0, 2).map((one) => ({ ...one, dataFormat: 'NCHW' })),
  ),
  ...eachOf(
    'Conv2DBackpropInput',
    [{ dy: floats([2, 5, 6, 4]), filter: floats([3, 3, 3, 4]) }],
    [{ ...plain, inputShape: [2, 5, 6, 3] }],
  ),
  ...eachOf(
    'Conv2DBackpropFilter',
    [{ x: floats([2, 5, 6, 3]), dy: floats([2, 5, 6, 4]) }],
    [{ ...plain, filterShape: [3, 3, 3, 4] }],
    { gradient: false },
  ),
  ...eachOf(
    'DepthwiseConv2dNative',
    depthwise,
    steps.filter(({ strides: [a, b] }) => a === b),
  ),
  ...eachOf('DepthwiseConv2dNative', depthwise.slice(0, 1), dilated, { gradient: false }),
  ...eachOf(
    'DepthwiseConv2dNativeBackpropInput',
    [{ dy: floats([2, 5, 6, 6]), filter: floats([3, 3, 3, 2]) }],
    [{ ...base, pad: 'same', inputShape: [2, 5, 6, 3] }],
    { gradient: false },
  ),
  ...eachOf(
    'DepthwiseConv2dNativeBackpropFilter',
    [{ x: floats([2, 5, 6, 3]), dy: floats([2, 5, 6, 6]) }],
    [{ ...base, pad: 'same', filterShape: [3, 3, 3, 2] }],
    { gradient: false },
  ),
  ...eachOf('Conv3D', volumes, volumeSteps),
  ...eachOf(
    'Conv3DBackpropInputV2',
    [{ dy: floats([2, 3, 4, 3, 3]), filter: floats([2, 2, 2, 2, 3]) }],
    [{ strides: 1, pad: 'same', inputShape: [2, 3, 4, 3, 2] }],
  ),
  ...eachOf(
    'Conv3DBackpropFilterV2',
    [{ x: floats([2, 3, 4, 3, 2]), dy: floats([2, 3, 4, 3, 3]) }],
    [{ strides: 1, pad: 'same', filterShape: [2, 2, 2, 2, 3] }],
  ),
  ...fusedCases('FusedConv2D', layers[0], 4, tf.fused.conv2d),
  ...fusedCases('FusedDepthwiseConv2D', depthwise[0], 3, depthwiseOperation),
  ...eachOf(
    'Dilation2D',
    [{ x: floats([2, 5, 6, 2]), filter: floats([2, 3, 2]) }],
    [
      { strides: 1, pad: 'same', dilations: 1 },
      { strides: 1, pad: 'valid', dilations: 1 },
      { strides: 2, pad: 'same', dilations: 1 },
      { strides: [1, 2], pad: 'valid', dilations: [2, 1] },
      { strides: 1, pad: 'same', dilations: 2 },
    ],
  ),
  ...['Dilation2DBackpropInput', 'Dilation2DBackpropFilter'].flatMap((kernel) =>
    eachOf(
      kernel,
      [{ x: floats([2, 4, 4, 2]), filter: floats([2, 2, 2]), dy: floats([2, 4, 4, 2]) }],
      [{ strides: 1, pad: 'same', dilations: 1 }],
    ),
  ),
];
