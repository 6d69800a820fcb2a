import { kernels as fused } from '@gnp/ops';
import * as tf from '@tensorflow/tfjs-core';
import type { DataType } from '@tensorflow/tfjs-core';

/** An input of a kernel: its shape and dtype, float32 where none is given. */
export interface Input {
  readonly shape: readonly number[];
  readonly dtype?: DataType;
}

/** A call of a kernel that it should bear. */
export interface KernelCase {
  readonly kernelName: string;
  readonly inputs: Readonly<Record<string, Input>>;
  readonly attrs: Readonly<Record<string, unknown>>;
}

const float = (...shape: number[]): Input => ({ shape });
const bool = (...shape: number[]): Input => ({ shape, dtype: 'bool' });
const int = (...shape: number[]): Input => ({ shape, dtype: 'int32' });

const call = (
  kernelName: string,
  inputs: Readonly<Record<string, Input>>,
  attrs: Readonly<Record<string, unknown>> = {},
): KernelCase => ({ kernelName, inputs, attrs });

// more elements than kernels leave to loops in JavaScript
const image = float(4, 6, 6, 8);
const [x, matrix] = [float(24, 40), float(24, 24)];
const vector = float(8);
const window = { strides: [1, 1], pad: 'same', dilations: [1, 1], dataFormat: 'NHWC' };
const pooling = { filterSize: [2, 2], strides: [2, 2], pad: 'valid' };
const [filter, narrow, single] = [float(3, 3, 8, 8), float(3, 3, 4, 8), float(1, 1, 8, 8)];
const byChannel = float(3, 3, 8, 1);
const grouped = { strides: [1, 1], pad: 'same', dilations: [1, 1], groups: 2 };
const resizing = { alignCorners: false, halfPixelCenters: false };
const norm = { epsilon: 1e-3 };
const tokens = float(4, 12, 16);
const attention = { q: tokens, k: tokens, v: tokens };
const heads = { heads: 2, maskScale: 2 };
const [probabilities, kept] = [float(4, 2, 12, 12), bool(4, 2, 12, 12)];

const binary = [
  ...[tf.Add, tf.Sub, tf.Multiply, tf.RealDiv, tf.Maximum, tf.Minimum, tf.SquaredDifference],
  ...[tf.Pow, tf.Equal, tf.NotEqual, tf.Greater, tf.GreaterEqual, tf.Less, tf.LessEqual],
];
const unary = [
  ...[tf.Relu, tf.Relu6, tf.Abs, tf.Square, tf.Neg, tf.Sqrt, tf.Rsqrt, tf.Reciprocal, tf.Exp],
  ...[tf.Expm1, tf.Log, tf.Log1p, tf.Tanh, tf.Sigmoid, tf.Elu, tf.Sin, tf.Cos, tf.Floor, tf.Ceil],
  ...[tf.Selu, tf.Softplus, tf.Round, tf.Sign, tf.IsNan],
  ...[tf.Erf, tf.Identity, tf.OnesLike, tf.ZerosLike],
];

/** Calls of every kernel of the package, with the paths that differ in them. */
export const kernelCases: readonly KernelCase[] = [
  call(tf.Conv2D, { x: image, filter }, window),
  call(tf.Conv2DBackpropInput, { dy: image, filter }, { ...window, inputShape: image.shape }),
  call(tf.Conv2DBackpropFilter, { x: image, dy: image }, { ...window, filterShape: filter.shape }),
  call(tf.Conv2DBackpropFilter, { x: image, dy: image }, { ...window, filterShape: single.shape }),
  call(
    tf.Conv2DBackpropFilter,
    { x: image, dy: float(4, 3, 3, 8) },
    { ...window, strides: [2, 2], filterShape: single.shape },
  ),
  call(tf.DepthwiseConv2dNative, { x: image, filter: byChannel }, window),
  call(
    tf.DepthwiseConv2dNativeBackpropInput,
    { dy: image, filter: byChannel },
    { ...window, inputShape: image.shape },
  ),
  call(
    tf.DepthwiseConv2dNativeBackpropFilter,
    { x: image, dy: image },
    { ...window, filterShape: byChannel.shape },
  ),
  call(tf.FusedConv2D, { x: image, filter, bias: vector }, { ...window, activation: 'relu' }),
  call(tf.FusedConv2D, { x: image, filter, bias: image }, { ...window, activation: 'elu' }),
  call(
    tf.FusedConv2D,
    { x: image, filter, preluActivationWeights: vector },
    { ...window, activation: 'prelu' },
  ),
  call(tf.FusedDepthwiseConv2D, { x: image, filter: byChannel, bias: vector }, window),
  call(fused.Convolution.kernelName, { x: image, filter: narrow, bias: vector }, grouped),
  call(fused.Convolution.kernelName, { x: image, filter: narrow, bias: float(0) }, grouped),
  call(
    fused.ConvolutionInputGrad.kernelName,
    { dy: image, filter: narrow },
    { ...grouped, inputShape: image.shape },
  ),
  ...[
    { shape: narrow.shape, groups: 2, bias: true },
    { shape: single.shape, groups: 1, bias: true },
    { shape: narrow.shape, groups: 2, bias: false },
  ].map(({ shape, groups, bias }) =>
    call(
      fused.ConvolutionFilterGrad.kernelName,
      { dy: image, x: image },
      { ...grouped, groups, bias, filterShape: shape },
    ),
  ),
  ...[false, true].map((transposed) =>
    call(
      tf.BatchMatMul,
      { a: float(3, 24, 24), b: float(1, 24, 24) },
      { transposeA: transposed, transposeB: !transposed },
    ),
  ),
  call(
    tf._FusedMatMul,
    { a: matrix, b: matrix, bias: float(24) },
    { transposeA: false, transposeB: true, activation: 'relu' },
  ),
  call(
    tf._FusedMatMul,
    { a: matrix, b: matrix, bias: matrix },
    { transposeA: false, transposeB: false, activation: 'sigmoid' },
  ),
  call(tf.MaxPool, { x: image }, pooling),
  call(tf.AvgPool, { x: image }, pooling),
  call(tf.MaxPoolGrad, { dy: float(4, 3, 3, 8), input: image, output: float(4, 3, 3, 8) }, pooling),
  call(tf.AvgPoolGrad, { dy: float(4, 3, 3, 8), input: image }, pooling),
  ...binary.flatMap((name) => [
    call(name, { a: x, b: x }),
    call(name, { a: float(40), b: x }),
    call(name, { a: x, b: float(24, 1) }),
  ]),
  call(tf.LogicalAnd, { a: bool(24, 40), b: bool(24, 40) }),
  call(tf.LogicalOr, { a: bool(24, 40), b: bool(40) }),
  call(tf.LogicalNot, { x: bool(24, 40) }),
  ...unary.map((name) => call(name, { x })),
  call(tf.ClipByValue, { x }, { clipValueMin: -1, clipValueMax: 1 }),
  call(tf.LeakyRelu, { x }, { alpha: 0.2 }),
  call(tf.Prelu, { x, alpha: float(40) }),
  call(tf.Step, { x }, { alpha: 0 }),
  call(tf.Step, { x }, { alpha: 0.5 }),
  ...[tf.Sum, tf.Mean, tf.Max, tf.Min, tf.Prod].flatMap((name) => [
    call(name, { x }, { axis: [0], reductionIndices: [0], keepDims: false }),
    call(name, { x: image }, { axis: [0, 2], reductionIndices: [0, 2], keepDims: true }),
    call(name, { x }, { axis: [0, 1], reductionIndices: [0, 1], keepDims: false }),
  ]),
  call(tf.Sum, { x: float(4096, 3) }, { axis: [0], keepDims: false }),
  call(tf.Softmax, { logits: x }, { dim: -1 }),
  call(tf.Cast, { x }, { dtype: 'int32' }),
  call(tf.Cast, { x: int(24, 40) }, { dtype: 'bool' }),
  call(tf.Reshape, { x }, { shape: [40, -1] }),
  call(tf.ExpandDims, { input: x }, { dim: 1 }),
  call(tf.Fill, {}, { shape: [24, 40], value: 2, dtype: 'float32' }),
  call(tf.AddN, { 0: x, 1: x, 2: x }),
  call(
    tf.FusedBatchNorm,
    { x: image, mean: vector, variance: vector, scale: vector, offset: vector },
    { varianceEpsilon: 1e-3 },
  ),
  call(tf.GatherV2, { x, indices: int(30) }, { axis: 0, batchDims: 0 }),
  call(tf.UnsortedSegmentSum, { x, segmentIds: int(24) }, { numSegments: 5 }),
  call(tf.Select, { condition: bool(24, 40), t: x, e: x }),
  call(tf.Select, { condition: bool(24), t: x, e: x }),
  call(tf.Tile, { x }, { reps: [2, 3] }),
  call(tf.OneHot, { indices: int(40) }, { dtype: 'float32', depth: 20, onValue: 1, offValue: 0 }),
  call(tf.Cumsum, { x }, { axis: 1, exclusive: false, reverse: false }),
  ...[tf.ArgMax, tf.ArgMin].map((name) => call(name, { x }, { axis: 0 })),
  call(tf.GatherV2, { x: image, indices: int(30) }, { axis: 1, batchDims: 0 }),
  call(tf.Pack, { 0: x, 1: x }, { axis: 1 }),
  call(tf.Unpack, { value: x }, { axis: 0 }),
  call(tf.Reverse, { x: image }, { dims: [0, 2] }),
  call(
    tf.StridedSlice,
    { x },
    {
      ...{ begin: [0, 1], end: [24, 40], strides: [2, 3], beginMask: 0, endMask: 0 },
      ...{ ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0 },
    },
  ),
  call(
    tf.MirrorPad,
    { x },
    {
      paddings: [
        [1, 2],
        [0, 3],
      ],
      mode: 'reflect',
    },
  ),
  call(
    tf.SpaceToBatchND,
    { x: image },
    {
      blockShape: [2, 2],
      paddings: [
        [0, 0],
        [1, 1],
      ],
    },
  ),
  call(
    tf.BatchToSpaceND,
    { x: image },
    {
      blockShape: [2, 2],
      crops: [
        [0, 0],
        [1, 1],
      ],
    },
  ),
  call(tf.DepthToSpace, { x: image }, { blockSize: 2, dataFormat: 'NHWC' }),
  ...[tf.ResizeNearestNeighbor, tf.ResizeBilinear].flatMap((name) => [
    call(name, { images: image }, { ...resizing, size: [12, 12] }),
    call(name, { images: image }, { ...resizing, size: [9, 7] }),
  ]),
  ...[tf.ResizeNearestNeighborGrad, tf.ResizeBilinearGrad].map((name) =>
    call(name, { images: image, dy: float(4, 12, 12, 8) }, { ...resizing, size: [12, 12] }),
  ),
  call(tf.Transpose, { x: image }, { perm: [0, 3, 1, 2] }),
  call(tf.Slice, { x: image }, { begin: [1, 0, 2, 0], size: [2, 6, 3, 8] }),
  call(tf.SplitV, { x: image }, { numOrSizeSplits: [2, 6], axis: 3 }),
  call(tf.Concat, { 0: x, 1: float(24, 8) }, { axis: 1 }),
  ...[0, 1].map(
    (constantValue) =>
    call(tf.PadV2, { x }, { paddings: [[1, 2], [0, 3]], constantValue }), // prettier-ignore
  ),
  ...[true, false].flatMap((relu) => [
    call(fused.BatchNorm.kernelName, { x: image, scale: vector, shift: vector }, { ...norm, relu }),
    call(
      fused.BatchNormGrad.kernelName,
      {
        ...{ dy: image, x: image, scale: vector, shift: vector, mean: vector, variance: vector },
        notes: bool(relu ? 4 * 6 * 6 * 8 : 0),
      },
      { ...norm, relu },
    ),
  ]),
  call(fused.LayerNorm.kernelName, { x, scale: float(40), shift: float(40) }, norm),
  call(
    fused.LayerNormGrad.kernelName,
    { dy: x, x, scale: float(40), shift: float(40), mean: float(24), variance: float(24) },
    norm,
  ),
  ...[true, false].flatMap((approximate) => [
    call(fused.Gelu.kernelName, { x }, { approximate }),
    call(fused.GeluGrad.kernelName, { dy: x, x }, { approximate }),
  ]),
  call(fused.AddRelu.kernelName, { a: x, b: x }),
  call(fused.ReluGrad.kernelName, { dy: x, y: x }),
  call(fused.DropoutMask.kernelName, {}, { shape: [24, 40], rate: 0.5, seed: 1 }),
  call(fused.ApplyMask.kernelName, { x, mask: bool(24, 40) }, { scale: 2 }),
  call(fused.Attention.kernelName, { ...attention, mask: kept }, heads),
  call(fused.Attention.kernelName, { ...attention, mask: bool(0) }, heads),
  ...[kept, bool(0)].map((mask) =>
    call(fused.AttentionGrad.kernelName, { ...attention, dy: tokens, mask, probabilities }, heads),
  ),
  call(fused.WeightedSum.kernelName, { a: x, x }, { aScale: 0.5, xScale: 2 }),
  call(
    fused.WeightedSum.kernelName,
    { a: x, x, aFactor: float(), xFactor: float() },
    { aScale: 1, xScale: 1 },
  ),
  call(fused.WeightedSquare.kernelName, { a: x, x }, { aScale: 0.5, xScale: 2 }),
  call(fused.Shortened.kernelName, { x, norm: float() }, { maxNorm: 0.1 }),
  call(fused.Arithmetic.kernelName, { 0: float() }, { expression: ['plus', { input: 0 }, 1] }),
  call(fused.GlobalNorm.kernelName, { 0: x, 1: image }),
  call(fused.GlobalCosine.kernelName, { aNorm: float(), bNorm: float(), a0: x, b0: x }),
  call(
    fused.AdamDirection.kernelName,
    { mean: x, variance: x, meanWeight: float(), varianceWeight: float() },
    { epsilon: 1e-8 },
  ),
  call(fused.FullPrecision.kernelName, { x }),
];

/** A tensor of an input's shape and dtype: positive numbers, valid as indices and as variances. */
export function makeInput({ shape, dtype = 'float32' }: Input): tf.Tensor {
  const size = tf.util.sizeFromShape([...shape]);
  if (dtype === 'string') return tf.tensor(new Array<string>(size).fill('a'), [...shape], dtype);
  if (dtype === 'complex64') {
    const part = tf.ones([...shape]);
    return tf.complex(part, part);
  }
  const values = Array.from(
    { length: size },
    (_, i) => (i % 7) / (dtype === 'float32' ? 4 : 1) + 0.5,
  );
  return tf.tensor(
    values.map((v) => (dtype === 'float32' ? v : Math.floor(v) % 5)),
    [...shape],
    dtype,
  );
}
