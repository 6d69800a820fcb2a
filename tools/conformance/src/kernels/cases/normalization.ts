import * as tf from '@tensorflow/tfjs';
import { eachOf, floats, given, positive } from '../kernel-case.js';
import type { KernelCase } from '../kernel-case.js';

const lrn = { depthRadius: 1, bias: 1, alpha: 0.5, beta: 0.7 };
const image = floats([2, 3, 2, 5]);
const sameShape = floats([2, 3]);
const norm = (tensors: readonly tf.Tensor[]) =>
  tf.sqrt(tf.addN(tensors.map((x) => tf.sum(tf.square(x)))));

export const normalization: KernelCase[] = [
  ...eachOf(
    'FusedBatchNorm',
    [
      {
        x: image,
        mean: floats([5]),
        variance: positive([5]),
        offset: floats([5]),
        scale: floats([5]),
      },
      { x: floats([3, 4, 1, 2]), mean: floats([2]), variance: positive([2]), scale: positive([2]) },
    ],
    [{ varianceEpsilon: 0.01 }],
    { gradient: true },
  ).map((one, i) => (i === 1 ? { ...one, gradient: 'cpu' as const } : one)),
  ...eachOf('LRN', [{ x: image }], [lrn, { ...lrn, depthRadius: 2, beta: 0.5 }]),
  ...eachOf('LRNGrad', [{ x: image, y: image, dy: image }], [lrn]),
  ...eachOf(
    'Softmax',
    [{ logits: floats([3, 5]) }, { logits: floats([2, 3], [-300, 300]) }],
    [{ dim: 1 }],
  ),
  ...eachOf('Softmax', [{ logits: floats([2, 3, 4]) }], [{ dim: 2 }]),
  ...eachOf(
    'Softmax',
    [{ logits: given('float32', [1, -Infinity, 2, 0, 3, 1], [2, 3]) }],
    [{ dim: 1 }],
    { gradient: 'cpu' },
  ),
  ...eachOf('GnpGlobalNorm', [[sameShape, floats([4])]], [{}], {
    reference: (tensors) => norm(Object.values(tensors)),
  }),
  ...eachOf(
    'GnpGlobalCosine',
    [
      {
        a0: sameShape,
        b0: sameShape,
        aNorm: given('float32', [2], []),
        bNorm: given('float32', [3], []),
      },
    ],
    [{}],
    { reference: ({ a0, b0 }) => tf.div(tf.sum(tf.mul(a0, b0)), 6) },
  ),
  ...eachOf('GnpShortened', [{ x: sameShape, norm: given('float32', [4], []) }], [{ maxNorm: 2 }], {
    reference: ({ x }) => tf.mul(x, 0.5),
  }),
];
