import * as tf from '@tensorflow/tfjs';
import { useBackend } from '@gnp/backends';
import * as ops from '@gnp/ops';
import { testedBackends } from './tested-backends.js';

type Tensors = tf.Tensor[];

const random = (shape: number[], seed: number) =>
  tf.randomNormal<tf.Rank>(shape, 0, 1, 'float32', seed);

// large enough for the native kernels of onednn, which leave less than 512 elements to loops
const images = [4, 8, 8, 16];
const tokens = [2, 12, 32];

/** An operation on inputs of some shapes. */
const cases: Record<string, [shapes: number[][], run: (xs: Tensors) => tf.Tensor]> = {
  convolution: [
    [images, [3, 3, 16, 8], [8]],
    ([x, filter, bias]) =>
      ops.convolution(x as tf.Tensor4D, filter as tf.Tensor4D, { bias: bias as tf.Tensor1D }),
  ],
  'convolution in groups': [
    [images, [3, 3, 8, 16]],
    ([x, filter]) => ops.convolution(x as tf.Tensor4D, filter as tf.Tensor4D, { groups: 2 }),
  ],
  batchNorm: [
    [images, [16], [16]],
    ([x, a, b]) => ops.batchNorm(x, a as tf.Tensor1D, b as tf.Tensor1D).value,
  ],
  'batchNorm with relu': [
    [images, [16], [16]],
    ([x, a, b]) => ops.batchNorm(x, a as tf.Tensor1D, b as tf.Tensor1D, { relu: true }).value,
  ],
  layerNorm: [
    [tokens, [32], [32]],
    ([x, a, b]) => ops.layerNorm(x, a as tf.Tensor1D, b as tf.Tensor1D),
  ],
  gelu: [[tokens], ([x]) => ops.gelu(x)],
  'gelu by tanh': [[tokens], ([x]) => ops.gelu(x, { approximate: true })],
  relu: [[images], ([x]) => ops.relu(x)],
  addRelu: [[images, images], ([a, b]) => ops.addRelu(a, b)],
  attention: [
    [tokens, tokens, tokens],
    (xs) => ops.attention(...(xs as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D]), { heads: 2 }),
  ],
  dropout: [[images], ([x]) => ops.dropout(x, { rate: 0.2, seed: 1 })],
  'max pooling': [[images], ([x]) => tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid')],
  'average pooling': [[images], ([x]) => tf.avgPool(x as tf.Tensor4D, 2, 2, 'valid')],
  'global average': [[images], ([x]) => tf.mean(x, [1, 2])],
  'matrix product': [
    [
      [24, 48],
      [48, 32],
    ],
    ([a, b]) => tf.matMul(a, b),
  ],
};

/**
 * The result and the gradients, with one number of one of inputs and incoming gradient replaced. Where the result
 * is not finite, neither is the incoming gradient: in a training the loss would be NaN.
 */
function pass(name: string, where: number, value: number): number[][] {
  const [shapes, run] = cases[name];
  return tf.tidy(() => {
    const spoilt = (x: tf.Tensor, i: number) => {
      if (i !== where) return x;
      const values = x.dataSync().slice();
      values[values.length >> 1] = value;
      return tf.tensor(values, x.shape);
    };
    const inputs = shapes.map((shape, i) => spoilt(random(shape, i + 1), i));
    const y = run(inputs);
    const after = spoilt(random(y.shape, 9), shapes.length);
    const dy = tf.where(tf.isFinite(y), after, tf.fill(y.shape, NaN));
    const gradients = tf.grads((...xs: tf.Tensor[]) => run(xs))(inputs, dy);
    return [y, ...gradients].map((x) => Array.from(x.dataSync()));
  });
}

/**
 * A closed ReLU lets no NaN of the incoming gradient through in a fused kernel, as in PyTorch; multiplied by 0, as in
 * TensorFlow.js, it stays NaN.
 */
const closedRelu = (name: string, where: number) => name === 'batchNorm with relu' && where === 3;

/** TensorFlow passes over NaN in the largest of a window, as cpu does, but hands the gradient to it. */
const handsToNaN = (backend: string, name: string, value: number) =>
  backend === 'tensorflow' && name === 'max pooling' && Number.isNaN(value);

const values = [NaN, Infinity, -Infinity];
const table = Object.entries(cases).flatMap(([name, [shapes]]) =>
  [...shapes.keys(), shapes.length].flatMap((where) =>
    closedRelu(name, where) ? [] : values.map((value) => ({ name, where, value })),
  ),
);

/** Where a result is not finite on cpu, it is not on others; elsewhere it is the same, or not finite either. */
function differences(expected: number[][], actual: number[][]): string[] {
  return expected.flatMap((right, part) => {
    const wrong = right.findIndex((x, i) => {
      const y = actual[part][i];
      if (!Number.isFinite(x)) return Number.isFinite(y);
      return Number.isFinite(y) && Math.abs(y - x) > 1e-4 * Math.max(1, Math.abs(x));
    });
    if (wrong < 0) return [];
    const name = part === 0 ? 'result' : `gradient ${part - 1}`;
    return [`${name} at ${wrong} is ${actual[part][wrong]}, not ${right[wrong]}`];
  });
}

test.each(table)(
  '$name with $value in argument $where shows it on all backends',
  async ({ name, where, value }) => {
    await useBackend('cpu');
    const expected = pass(name, where, value);
    for (const backend of testedBackends.filter((one) => one !== 'cpu')) {
      if (handsToNaN(backend, name, value)) continue;
      await useBackend(backend);
      expect({ backend, wrong: differences(expected, pass(name, where, value)) }).toEqual({
        backend,
        wrong: [],
      });
    }
  },
);
