import * as tf from '@tensorflow/tfjs';
import { eachOf, floats, integers, positive } from '../kernel-case.js';
import type { KernelCase } from '../kernel-case.js';

const straight = { transposeA: false, transposeB: false };
const activations = ['linear', 'relu', 'sigmoid', 'elu'] as const;
const fusedInputs = { a: floats([3, 5]), b: floats([5, 4]) };

export const matrices: KernelCase[] = [
  ...eachOf(
    'BatchMatMul',
    [
      { a: floats([1, 3, 5]), b: floats([1, 5, 4]) },
      { a: floats([2, 3, 5]), b: floats([2, 5, 1]) },
      { a: integers([2, 3, 5]), b: integers([2, 5, 4]) },
    ],
    [straight],
  ),
  // TensorFlow.js's gradient refuses batches that broadcast
  ...eachOf('BatchMatMul', [{ a: floats([2, 3, 5]), b: floats([1, 5, 4]) }], [straight], {
    gradient: false,
  }),
  ...eachOf(
    'BatchMatMul',
    [{ a: floats([2, 5, 3]), b: floats([2, 5, 4]) }],
    [{ transposeA: true, transposeB: false }],
  ),
  ...eachOf(
    'BatchMatMul',
    [{ a: floats([2, 3, 5]), b: floats([2, 4, 5]) }],
    [{ transposeA: false, transposeB: true }],
  ),
  ...eachOf(
    'BatchMatMul',
    [{ a: floats([2, 5, 3]), b: floats([2, 4, 5]) }],
    [{ transposeA: true, transposeB: true }],
  ),
  ...eachOf('BatchMatMul', [{ a: floats([1, 0, 3]), b: floats([1, 3, 2]) }], [straight]),
  ...activations.flatMap((activation) =>
    eachOf('_FusedMatMul', [fusedInputs, { ...fusedInputs, bias: floats([4]) }], [{}], {
      operation: ({ a, b, bias }) => tf.fused.matMul({ a, b, bias, activation }),
      note: activation,
    }),
  ),
  ...eachOf(
    '_FusedMatMul',
    [[4], [1, 4], [3, 4]].map((shape) => ({
      a: floats([2, 3, 5]),
      b: floats([2, 5, 4]),
      bias: floats(shape),
    })),
    ['linear', 'relu', 'relu6', 'leakyrelu'].map((activation) => ({
      ...straight,
      activation,
      leakyreluAlpha: 0.2,
    })),
  ),
  ...eachOf(
    '_FusedMatMul',
    [{ a: floats([2, 3, 5]), b: floats([2, 5, 4]), preluActivationWeights: positive([4]) }],
    [{ ...straight, activation: 'prelu' }],
  ),
  ...eachOf('Einsum', [[floats([2, 3]), floats([3, 4])]], [{ equation: 'ij,jk->ik' }]),
  ...eachOf('Einsum', [[floats([2, 3, 4]), floats([2, 4, 5])]], [{ equation: 'bij,bjk->bki' }]),
  ...eachOf('Einsum', [[floats([3, 4])]], [{ equation: 'ij->ji' }, { equation: 'ij->' }]),
  ...eachOf('Transpose', [{ x: floats([2, 3]) }, { x: integers([2, 3]) }], [{ perm: [1, 0] }]),
  ...eachOf(
    'Transpose',
    [{ x: floats([2, 3, 4]) }],
    [{ perm: [2, 0, 1] }, { perm: [0, 2, 1] }, { perm: [0, 1, 2] }],
  ),
  ...eachOf('Transpose', [{ x: floats([2, 3, 1, 4]) }], [{ perm: [0, 3, 1, 2] }]),
  ...eachOf('Transpose', [{ x: floats([2, 1, 3, 2, 2, 2]) }], [{ perm: [5, 3, 1, 0, 2, 4] }]),
  ...eachOf('Diag', [{ x: floats([4]) }, { x: integers([2, 3]) }]),
];
