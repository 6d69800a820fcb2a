import * as tf from '@tensorflow/tfjs';

/** One use of a kernel on large tensors, as training and inference make it. */
export interface Call {
  readonly name: string;
  /** Shapes of its float32 inputs, of numbers around 0 where `positive` is not set. */
  readonly shapes: readonly number[][];
  readonly positive?: boolean;
  readonly run: (...inputs: tf.Tensor[]) => tf.Tensor | tf.Tensor[];
}

const images = [8, 32, 32, 128];
const tokens = [16, 256, 256];
const flat = [1 << 20];

const unary = (
  name: string,
  f: (x: tf.Tensor) => tf.Tensor | tf.Tensor[],
  positive = false,
): Call => ({
  name,
  shapes: [images],
  positive,
  run: f,
});
const binary = (
  name: string,
  shapes: readonly number[][],
  f: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
): Call => ({ name, shapes, run: f, positive: true });

const functions: readonly Call[] = [
  unary('relu', tf.relu),
  unary('relu6', tf.relu6),
  unary('leaky relu', (x) => tf.leakyRelu(x, 0.1)),
  { name: 'prelu', shapes: [images, [128]], run: (x, alpha) => tf.prelu(x, alpha) },
  unary('elu', tf.elu),
  unary('selu', tf.selu),
  unary('sigmoid', tf.sigmoid),
  unary('tanh', tf.tanh),
  unary('softplus', tf.softplus),
  unary('clip', (x) => tf.clipByValue(x, -0.5, 0.5)),
  unary('step', (x) => tf.step(x)),
  unary('abs', tf.abs),
  unary('neg', tf.neg),
  unary('square', tf.square),
  unary('sqrt', tf.sqrt, true),
  unary('rsqrt', tf.rsqrt, true),
  unary('reciprocal', tf.reciprocal, true),
  unary('exp', tf.exp),
  unary('expm1', tf.expm1),
  unary('log', tf.log, true),
  unary('log1p', tf.log1p, true),
  unary('erf', tf.erf),
  unary('floor', tf.floor),
  unary('ceil', tf.ceil),
  unary('round', tf.round),
  unary('sign', tf.sign),
  unary('sin', tf.sin),
  unary('cos', tf.cos),
  unary('isNaN', tf.isNaN),
  unary('power 2.5', (x) => tf.pow(x, 2.5), true),
  unary('cast to int32', (x) => tf.cast(x, 'int32')),
  unary('cast to bool', (x) => tf.cast(x, 'bool')),
];

const arithmetic: readonly Call[] = [
  ...[
    ['add', tf.add],
    ['sub', tf.sub],
    ['mul', tf.mul],
    ['div', tf.div],
    ['maximum', tf.maximum],
    ['squared difference', tf.squaredDifference],
    ['greater', tf.greater],
    ['equal', tf.equal],
  ].map(([name, f]) => binary(name as string, [images, images], f as typeof tf.add)),
  binary('add bias', [images, [128]], tf.add),
  binary('1 - x', [images], (x) => tf.sub(1, x)),
  binary('1 / x', [images], (x) => tf.div(1, x)),
  binary('x - mean of rows', [tokens, [16, 256, 1]], tf.sub),
  binary('mean of rows - x', [[16, 256, 1], tokens], tf.sub),
  binary('x / sum of rows', [tokens, [16, 256, 1]], tf.div),
  binary('scale / x', [[256], tokens], tf.div),
  binary('column of rows / x', [[16, 256, 1], tokens], tf.div),
  binary('squared difference of rows', [tokens, [16, 256, 1]], tf.squaredDifference),
  binary(
    'column + row',
    [
      [1024, 1],
      [1, 1024],
    ],
    tf.add,
  ),
  binary(
    'column - row, in batches',
    [
      [16, 256, 1],
      [16, 1, 256],
    ],
    tf.sub,
  ),
  binary(
    'attention + bias',
    [
      [8, 8, 128, 128],
      [1, 8, 128, 128],
    ],
    tf.add,
  ),
  binary(
    'windows + mask',
    [
      [4, 16, 3, 64, 64],
      [1, 16, 1, 64, 64],
    ],
    tf.add,
  ),
  binary(
    'bias of heads + mask of windows',
    [
      [1, 16, 64, 64],
      [16, 1, 64, 64],
    ],
    tf.add,
  ),
  { name: 'add 4', shapes: [flat, flat, flat, flat], run: (...all) => tf.addN(all) },
  {
    name: 'where',
    shapes: [flat, flat, flat],
    run: (c, a, b) => tf.where(tf.greater(c, 0), a, b),
  },
  {
    name: 'where, by a scalar',
    shapes: [flat],
    run: (x) => tf.where(tf.greater(x, 0), x, tf.scalar(0)),
  },
];

const indices = (count: number, size: number) =>
  tf.tensor1d(
    Array.from({ length: count }, (_, i) => (i * 7919) % size),
    'int32',
  );

const movement: readonly Call[] = [
  unary('transpose of images', (x) => tf.transpose(x, [0, 3, 1, 2])),
  {
    name: 'transpose of heads',
    shapes: [[8, 256, 8, 64]],
    run: (x) => tf.transpose(x, [0, 2, 1, 3]),
  },
  unary('slice', (x) => tf.slice(x, [0, 1, 1, 0], [8, 30, 30, 128])),
  unary('strided slice', (x) => tf.stridedSlice(x, [0, 0, 0, 0], [8, 32, 32, 128], [1, 2, 2, 1])),
  unary('reverse', (x) => tf.reverse(x, [2])),
  unary('pad', (x) =>
    tf.pad(x, [
      [0, 0],
      [1, 1],
      [1, 1],
      [0, 0],
    ]),
  ),
  unary('mirror pad', (x) =>
    tf.mirrorPad(
      x,
      [
        [0, 0],
        [2, 2],
        [2, 2],
        [0, 0],
      ],
      'reflect',
    ),
  ),
  { name: 'concat', shapes: [images, images], run: (...all) => tf.concat(all, 3) },
  unary('split', (x) => tf.split(x, 4, 3)),
  { name: 'stack', shapes: [tokens, tokens], run: (...all) => tf.stack(all, 1) },
  { name: 'unstack', shapes: [tokens], run: (x) => tf.unstack(x, 1).slice(0, 256) },
  { name: 'tile', shapes: [[8, 32, 1, 128]], run: (x) => tf.tile(x, [1, 1, 32, 1]) },
  { name: 'broadcast', shapes: [[1, 1, 1, 128]], run: (x) => tf.broadcastTo(x, [8, 32, 32, 128]) },
  { name: 'gather of rows', shapes: [[8192, 128]], run: (x) => tf.gather(x, indices(8192, 8192)) },
  {
    name: 'gather of columns',
    shapes: [[1024, 1024]],
    run: (x) => tf.gather(x, indices(1024, 1024), 1),
  },
  {
    name: 'gather, its gradient',
    shapes: [[8192, 128]],
    run: (x) => tf.grad((y: tf.Tensor) => tf.gather(y, indices(8192, 8192)))(x),
  },
  { name: 'cumsum', shapes: [[8192, 128]], run: (x) => tf.cumsum(x, 1) },
  { name: 'cumsum of columns', shapes: [[8192, 128]], run: (x) => tf.cumsum(x, 0) },
  {
    name: 'depth to space',
    shapes: [[8, 32, 32, 128]],
    run: (x) => tf.depthToSpace(x as tf.Tensor4D, 2, 'NHWC'),
  },
  unary('space to batch', (x) =>
    tf.spaceToBatchND(
      x,
      [2, 2],
      [
        [0, 0],
        [0, 0],
      ],
    ),
  ),
  unary('batch to space', (x) =>
    tf.batchToSpaceND(
      x,
      [2, 2],
      [
        [0, 0],
        [0, 0],
      ],
    ),
  ),
  { name: 'one hot', shapes: [], run: () => tf.oneHot(indices(8192, 128), 128) },
];

const resize = [
  ['nearest', tf.image.resizeNearestNeighbor],
  ['bilinear', tf.image.resizeBilinear],
] as const;

const pictures: readonly Call[] = resize.flatMap(([name, f]): Call[] => [
  {
    name: `resize twice, ${name}`,
    shapes: [[8, 16, 16, 128]],
    run: (x) => f(x as tf.Tensor4D, [32, 32]),
  },
  {
    name: `resize to 3/2, ${name}`,
    shapes: [[8, 20, 20, 128]],
    run: (x) => f(x as tf.Tensor4D, [30, 30]),
  },
  {
    name: `resize of photographs, ${name}`,
    shapes: [[1, 768, 1024, 3]],
    run: (x) => f(x as tf.Tensor4D, [224, 224]),
  },
  {
    name: `resize twice, ${name}, its gradient`,
    shapes: [[8, 16, 16, 128]],
    run: (x) => tf.grad((y) => f(y as tf.Tensor4D, [32, 32]))(x),
  },
]);

const reductions: readonly Call[] = [
  ...[
    ['sum', tf.sum],
    ['mean', tf.mean],
    ['max', tf.max],
    ['min', tf.min],
    ['prod', tf.prod],
    ['argMax', tf.argMax],
    ['argMin', tf.argMin],
  ].flatMap(([name, f]): Call[] => {
    const reduce = f as (x: tf.Tensor, axis?: number) => tf.Tensor;
    return [
      { name: `${name as string} of rows`, shapes: [[8192, 128]], run: (x) => reduce(x, 1) },
      { name: `${name as string} of columns`, shapes: [[8192, 128]], run: (x) => reduce(x, 0) },
    ];
  }),
  unary('sum of all', (x) => tf.sum(x)),
  unary('max of all', (x) => tf.max(x)),
  unary('mean of pixels', (x) => tf.mean(x, [1, 2])),
  unary('moments of channels', (x) => {
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    return [mean, variance];
  }),
  { name: 'softmax', shapes: [tokens], run: (x) => tf.softmax(x) },
  { name: 'log softmax', shapes: [tokens], run: (x) => tf.logSoftmax(x) },
  { name: 'log sum exp', shapes: [tokens], run: (x) => tf.logSumExp(x, -1) },
  { name: 'top 5', shapes: [[1024, 1024]], run: (x) => Object.values(tf.topk(x, 5)) },
  unary('any', (x) => tf.any(tf.greater(x, 2))),
];

const networks: readonly Call[] = [
  {
    name: 'convolution 3×3',
    shapes: [
      [8, 32, 32, 128],
      [3, 3, 128, 16],
    ],
    run: (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same'),
  },
  {
    name: 'depthwise convolution 3×3',
    shapes: [images, [3, 3, 128, 1]],
    run: (x, w) => tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same'),
  },
  {
    name: 'matrix product',
    shapes: [
      [4096, 256],
      [256, 256],
    ],
    run: (a, b) => tf.matMul(a, b),
  },
  {
    name: 'max pooling',
    shapes: [images],
    run: (x) => tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid'),
  },
  {
    name: 'average pooling',
    shapes: [images],
    run: (x) => tf.avgPool(x as tf.Tensor4D, 2, 2, 'valid'),
  },
  {
    name: 'batch norm, inference',
    shapes: [images, [128], [128], [128], [128]],
    positive: true,
    run: (x, mean, variance, offset, scale) => tf.batchNorm(x, mean, variance, offset, scale),
  },
];

/** What networks use, on about 2²⁰ elements of float32. */
export const largeCalls: readonly Call[] = [
  ...functions,
  ...arithmetic,
  ...movement,
  ...pictures,
  ...reductions,
  ...networks,
];
