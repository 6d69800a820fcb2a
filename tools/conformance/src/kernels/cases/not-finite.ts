import { booleans, eachOf, floats, given, valuesOf } from '../kernel-case.js';
import type { Input, Inputs, KernelCase } from '../kernel-case.js';

/**
 * Numbers with NaN and both infinities among them, and so many that native kernels are used: `onednn`
 * leaves less than 512 elements to loops.
 */
function spoilt(shape: readonly number[], between?: readonly [number, number]): Input {
  const values = [...(valuesOf(floats(shape, between ?? [-4, 4]), 1) as number[])];
  const third = Math.floor(values.length / 3);
  [NaN, Infinity, -Infinity].forEach((value, i) => (values[5 + i * third] = value));
  return { ...given('float32', values, shape), label: ' not finite' };
}

const [plain, matrix] = [floats([24, 40], [-4, 4]), spoilt([24, 40])];
const images = spoilt([2, 8, 8, 16], [-1, 1]);
const filter = floats([3, 3, 16, 8], [-0.3, 0.3]);
const window = { strides: 1, pad: 'same', dataFormat: 'NHWC', dilations: 1 };

const of = (
  kernels: readonly string[],
  inputs: readonly Inputs[],
  attrs: readonly object[] = [{}],
) => kernels.flatMap((kernel) => eachOf(kernel, inputs, attrs, { gradient: false }));

const functions = [
  ...['Abs', 'Ceil', 'Cos', 'Elu', 'Erf', 'Exp', 'Expm1', 'Floor', 'IsFinite', 'IsInf', 'IsNan'],
  ...['Log', 'Log1p', 'Neg', 'Reciprocal', 'Relu', 'Relu6', 'Round', 'Rsqrt', 'Selu', 'Sigmoid'],
  ...['Sign', 'Sin', 'Softplus', 'Sqrt', 'Square', 'Tanh'],
];
const binary = [
  ...['Add', 'Sub', 'Multiply', 'RealDiv', 'Maximum', 'Minimum', 'SquaredDifference', 'Pow'],
  ...['Equal', 'NotEqual', 'Greater', 'GreaterEqual', 'Less', 'LessEqual'],
];
const reduced = [
  { axis: 0, keepDims: false },
  { axis: 1, keepDims: false },
  { axis: [0, 1], keepDims: false },
];

/** What is not finite, in tensors that are large enough for every backend's own code. */
export const notFinite: KernelCase[] = [
  ...of(functions, [{ x: matrix }]),
  ...of(['Step'], [{ x: matrix }], [{ alpha: 0 }, { alpha: 0.5 }]),
  ...of(['LeakyRelu'], [{ x: matrix }], [{ alpha: 0 }, { alpha: 0.2 }]),
  ...of(['ClipByValue'], [{ x: matrix }], [{ clipValueMin: -1, clipValueMax: 2 }]),
  ...of(['Prelu'], [{ x: matrix, alpha: floats([40], [0.1, 1]) }]),
  // no integer stands for them: C leaves it open which comes out
  ...of(['Cast'], [{ x: matrix }], [{ dtype: 'bool' }]),
  ...of(binary, [
    { a: matrix, b: plain },
    { a: plain, b: matrix },
    { a: matrix, b: floats([40], [-2, 2]) },
    { a: floats([24, 1], [-2, 2]), b: matrix },
    { a: spoilt([24, 1]), b: spoilt([1, 40]) },
  ]),
  ...of(['AddN'], [[matrix, plain]]),
  ...of(
    ['Select'],
    [
      { condition: booleans([24, 40]), t: matrix, e: plain },
      { condition: booleans([24, 40]), t: plain, e: matrix },
    ],
  ),
  ...of(['Sum', 'Mean', 'Min', 'Prod'], [{ x: matrix }], reduced),
  ...of(
    ['Max'],
    [{ x: matrix }],
    reduced.map(({ axis, keepDims }) => ({ reductionIndices: axis, keepDims })),
  ),
  ...of(['Softmax'], [{ logits: matrix }], [{ dim: -1 }]),
  ...of(
    ['Cumsum'],
    [{ x: matrix }],
    [0, 1].map((axis) => ({ axis, exclusive: false, reverse: false })),
  ),
  ...of(
    ['MaxPool', 'AvgPool'],
    [{ x: images }],
    [
      { filterSize: 2, strides: 2, pad: 'valid' },
      { filterSize: 3, strides: 1, pad: 'same' },
    ],
  ),
  ...of(
    ['Conv2D'],
    [
      { x: images, filter },
      { x: floats([2, 8, 8, 16], [-1, 1]), filter: spoilt([3, 3, 16, 8], [-0.3, 0.3]) },
    ],
    [window],
  ),
  ...of(
    ['DepthwiseConv2dNative'],
    [{ x: images, filter: floats([3, 3, 16, 1], [-1, 1]) }],
    [window],
  ),
  ...of(
    ['BatchMatMul'],
    [
      { a: spoilt([1, 24, 40]), b: floats([1, 40, 32], [-1, 1]) },
      { a: floats([1, 24, 40], [-1, 1]), b: spoilt([1, 40, 32]) },
    ],
    [{ transposeA: false, transposeB: false }],
  ),
  ...of(
    ['FusedBatchNorm'],
    [
      {
        ...{ x: images, mean: floats([16]), variance: floats([16], [0.5, 2]) },
        ...{ scale: floats([16]), offset: floats([16]) },
      },
    ],
    [{ varianceEpsilon: 1e-3 }],
  ),
  ...of(['Tile'], [{ x: matrix }], [{ reps: [2, 3] }]),
  ...of(['Transpose'], [{ x: images }], [{ perm: [0, 3, 1, 2] }]),
  ...of(['Reverse'], [{ x: images }], [{ dims: [1, 3] }]),
  ...of(
    ['MirrorPad'],
    [{ x: matrix }],
    [
      {
        paddings: [
          [1, 2],
          [0, 3],
        ],
        mode: 'reflect',
      },
    ],
  ),
  ...of(
    ['PadV2'],
    [{ x: matrix }],
    [
      {
        paddings: [
          [1, 2],
          [0, 3],
        ],
        constantValue: 0,
      },
    ],
  ),
  ...of(
    ['ResizeBilinear', 'ResizeNearestNeighbor'],
    [{ images }],
    [
      [16, 16],
      [12, 9],
    ].map((size) => ({ size, alignCorners: false, halfPixelCenters: false })),
  ),
];
