import { eachOf, floats, given, integers } from '../kernel-case.js';
import type { Inputs, KernelCase } from '../kernel-case.js';

const images = [floats([2, 5, 7, 3]), floats([1, 6, 4, 1]), floats([3, 4, 5, 5])];
const windows = [
  { filterSize: 2, strides: 2, pad: 'valid' },
  { filterSize: 2, strides: 2, pad: 'same' },
  { filterSize: 3, strides: 1, pad: 'same' },
  { filterSize: 3, strides: 2, pad: 'same' },
  { filterSize: [3, 2], strides: [1, 2], pad: 'valid' },
  { filterSize: [2, 3], strides: [2, 1], pad: 'same' },
  { filterSize: 1, strides: 2, pad: 'valid' },
  { filterSize: 3, strides: 2, pad: 1, dimRoundingMode: 'floor' },
  {
    filterSize: [3, 3],
    strides: [1, 1],
    pad: [
      [0, 0],
      [1, 2],
      [2, 0],
      [0, 0],
    ],
  },
];
const negative = floats([2, 5, 5, 2], [-9, -0.1]);
const volumes = [floats([2, 3, 4, 5, 2]), floats([1, 4, 3, 3, 1], [-4, -0.1])];
const volumeWindows = [
  { filterSize: 2, strides: 2, pad: 'valid', dataFormat: 'NDHWC' },
  { filterSize: 2, strides: 1, pad: 'same', dataFormat: 'NDHWC' },
  { filterSize: 3, strides: 2, pad: 'same', dataFormat: 'NDHWC' },
  { filterSize: [1, 2, 3], strides: [1, 2, 1], pad: 'same', dataFormat: 'NDHWC' },
  { filterSize: [2, 3, 2], strides: [2, 1, 1], pad: 'same', dataFormat: 'NDHWC' },
  { filterSize: [1, 3, 1], strides: 1, pad: 'same', dataFormat: 'NDHWC' },
  { filterSize: [2, 1, 3], strides: 1, pad: 'valid', dataFormat: 'NDHWC' },
  { filterSize: [3, 3, 2], strides: 2, pad: 1, dimRoundingMode: 'floor', dataFormat: 'NDHWC' },
];
const ties: Inputs = {
  x: given('float32', [1, 1, 0, 2, 1, 1, 2, 2, -1, -1, -2, -2, -1, 0, 0, 0], [1, 4, 4, 1]),
};
const notNumbers: Inputs = {
  x: {
    ...given(
      'float32',
      [1, NaN, 0, 2, 1, 1, Infinity, 2, -1, -1, -2, -Infinity, -1, 0, 0, 0],
      [1, 4, 4, 1],
    ),
    label: ' special',
  },
};
const square = { filterSize: 2, strides: 2, pad: 'valid' };
const overlapping = { filterSize: 3, strides: 1, pad: 'same' };

/** The gradient's kernel by itself, for a 'valid' pooling of 2 × 2. */
const dy = floats([2, 2, 3, 3]);
const dy3 = floats([2, 1, 2, 2, 2]);

export const pooling: KernelCase[] = [
  ...['MaxPool', 'AvgPool'].flatMap((kernel) => [
    ...eachOf(
      kernel,
      images.map((x) => ({ x })),
      windows,
    ),
    ...eachOf(kernel, [{ x: negative }], [square, overlapping]),
    ...eachOf(kernel, [ties], [square, overlapping], { gradient: 'cpu' }),
    ...eachOf(kernel, [notNumbers], [square, overlapping], { gradient: false }),
    ...eachOf(kernel, [{ x: integers([1, 4, 5, 2]) }], [square], { gradient: false }),
    ...eachOf(
      kernel,
      [{ x: floats([1, 2, 3, 2]) }],
      [{ filterSize: 1, strides: 2, pad: 1, dimRoundingMode: 'floor' }],
      { gradient: false, note: 'windows outside the image' },
    ),
  ]),
  ...['MaxPool3D', 'AvgPool3D'].flatMap((kernel) =>
    eachOf(
      kernel,
      volumes.map((x) => ({ x })),
      volumeWindows,
    ),
  ),
  ...eachOf(
    'MaxPoolWithArgmax',
    images.slice(0, 2).map((x) => ({ x })),
    [
      { filterSize: [2, 2], strides: [2, 2], pad: 'valid', includeBatchInIndex: false },
      { filterSize: [2, 2], strides: [1, 1], pad: 'same', includeBatchInIndex: true },
      { filterSize: [3, 3], strides: [2, 2], pad: 'same', includeBatchInIndex: false },
    ],
  ),
  ...eachOf('AvgPoolGrad', [{ dy, input: images[0] }], [square], { gradient: false }),
  ...eachOf(
    'MaxPoolGrad',
    [
      {
        dy: floats([1, 2, 2, 1]),
        input: ties.x,
        output: given('float32', [1, 2, 0, 0], [1, 2, 2, 1]),
      },
    ],
    [square],
    { gradient: false },
  ),
  ...eachOf('AvgPool3DGrad', [{ dy: dy3, input: volumes[0] }], volumeWindows.slice(0, 1)),
  ...eachOf(
    'MaxPool3DGrad',
    [{ dy: dy3, input: volumes[0], output: dy3 }],
    volumeWindows.slice(0, 1),
  ),
];
