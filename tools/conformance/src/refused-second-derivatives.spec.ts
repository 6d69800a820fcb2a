import * as tf from '@tensorflow/tfjs';
import { useBackend } from '@gnp/backends';
import { computeGradient, doubleBackprop, plain } from '@gnp/core';
import type { LossFunction, Rule } from '@gnp/core';

beforeAll(() => useBackend('cpu'));

const variable = (shape: number[], seed = 1) =>
  tf.tidy(() => tf.variable(tf.randomNormal(shape, 0, 1, 'float32', seed)));

function gradientBy(rule: Rule, w: tf.Variable, lossFn: LossFunction): number[] {
  const { loss, gradients } = computeGradient(rule, lossFn, { w }, { step: 0 });
  const values = Array.from(gradients['w'].dataSync());
  tf.dispose([loss, gradients]);
  return values;
}

test('an operation with its own gradient that keeps a value on the way has no second derivative', () => {
  const w = variable([2]);
  /** x², by way of a value that the gradient remembers. */
  const square = tf.customGrad((x, save) => {
    const doubled = tf.mul(x as tf.Tensor, 2);
    (save as tf.GradSaveFunc)([doubled]);
    return {
      value: tf.square(x as tf.Tensor),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(dy, saved[0]),
    };
  });
  const lossFn = () => tf.sum<tf.Scalar>(square(w));
  expect(() => gradientBy(doubleBackprop({ gamma: 1 }), w, lossFn)).toThrow(
    'has a gradient of its own (tf.customGrad) that keeps a value it computed on the way',
  );
  w.dispose();
});

// Kernels of tfjs-core's backward passes that have no gradient, nor get one here.
test.each<[kernel: string, shape: number[], f: (x: tf.Tensor) => tf.Tensor]>([
  ['LRNGrad', [1, 3, 3, 6], (x) => tf.localResponseNormalization(x as tf.Tensor4D, 2)],
  [
    'Dilation2DBackpropInput',
    [1, 4, 4, 2],
    (x) => tf.dilation2d(x as tf.Tensor4D, tf.ones([2, 2, 2]), 1, 'valid'),
  ],
  [
    'Conv3DBackpropInputV2',
    [1, 3, 3, 3, 2],
    (x) => tf.conv3d(x as tf.Tensor5D, tf.ones([2, 2, 2, 2, 1]), 1, 'valid'),
  ],
  [
    'Conv3DBackpropFilterV2',
    [2, 2, 2, 2, 1],
    (w) => tf.conv3d(tf.ones<tf.Rank.R5>([1, 3, 3, 3, 2]), w as tf.Tensor5D, 1, 'valid'),
  ],
  ['AvgPool3DGrad', [1, 2, 2, 2, 1], (x) => tf.avgPool3d(x as tf.Tensor5D, 2, 1, 'valid')],
  ['MaxPool3DGrad', [1, 2, 2, 2, 1], (x) => tf.maxPool3d(x as tf.Tensor5D, 2, 1, 'valid')],
  ['Cumprod', [3, 4], (x) => tf.prod(x, 1)],
])('%s is named where its derivative is wanted', (kernel, shape, f) => {
  const w = variable(shape);
  const lossFn = () => tf.tidy(() => tf.sum<tf.Scalar>(tf.square(f(w))));
  expect(gradientBy(plain(), w, lossFn).some((value) => value !== 0)).toBe(true);
  const before = tf.memory().numTensors;
  expect(() => gradientBy(doubleBackprop({ gamma: 1 }), w, lossFn)).toThrow(
    `'${kernel}' has no gradient function`,
  );
  expect(tf.memory().numTensors).toBe(before);
  w.dispose();
});

test('the second derivatives of a linear loss are zero', () => {
  const w = variable([2]);
  const lossFn = () => tf.sum<tf.Scalar>(w);
  expect(gradientBy(doubleBackprop({ gamma: 1 }), w, lossFn)).toEqual([1, 1]);
  w.dispose();
});
