import * as tf from '@tensorflow/tfjs';
import { useBackend } from '@gnp/backends';
import * as ops from '@gnp/ops';
import { testedBackends } from './tested-backends.js';

type Tensors = tf.Tensor[];

const random = (shape: number[], seed: number) =>
  tf.randomNormal<tf.Rank>(shape, 0, 1, 'float32', seed);
const vector = (size: number, seed: number) => random([size], seed) as tf.Tensor1D;

const shape = [3, 5, 4, 6];
const labels = () => tf.softmax(random([8, 5], 7)) as tf.Tensor2D;
const attended = (xs: Tensors, dropout?: ops.DropoutOptions) =>
  ops.attention(...(xs as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D]), { heads: 2, dropout });

/** An operation on inputs of some shapes; true where it is twice differentiable everywhere. */
type Case = [string, number[][], (xs: Tensors) => tf.Tensor, boolean];

const cases: Case[] = [
  ...([1, 2, 6] as const).map((groups): Case => [
    `convolution in ${groups} groups`,
    [shape, [3, 2, 6 / groups, 12], [12]],
    ([x, filter, bias]) =>
      ops.convolution(x as tf.Tensor4D, filter as tf.Tensor4D, {
        bias: bias as tf.Tensor1D,
        strides: groups === 2 ? 2 : 1,
        groups,
      }),
    false,
  ]),
  [
    'convolution without bias',
    [shape, [3, 3, 6, 4]],
    ([x, filter]) =>
      ops.convolution(x as tf.Tensor4D, filter as tf.Tensor4D, { pad: 'valid', strides: 2 }),
    false,
  ],
  [
    'batchNorm',
    [shape, [6], [6]],
    ([x, a, b]) => ops.batchNorm(x, a as tf.Tensor1D, b as tf.Tensor1D).value,
    true,
  ],
  [
    'batchNorm with relu',
    [shape, [6], [6]],
    ([x, a, b]) => ops.batchNorm(x, a as tf.Tensor1D, b as tf.Tensor1D, { relu: true }).value,
    true,
  ],
  [
    'layerNorm',
    [shape, [6], [6]],
    ([x, a, b]) => ops.layerNorm(x, a as tf.Tensor1D, b as tf.Tensor1D, 1e-3),
    true,
  ],
  ['gelu', [shape], ([x]) => ops.gelu(x), false],
  ['gelu by tanh', [shape], ([x]) => ops.gelu(x, { approximate: true }), false],
  ['relu', [shape], ([x]) => ops.relu(x), true],
  ['addRelu', [shape, shape], ([a, b]) => ops.addRelu(a, b), true],
  [
    'attention',
    [
      [2, 7, 8],
      [2, 7, 8],
      [2, 7, 8],
    ],
    (xs) => attended(xs),
    false,
  ],
  [
    'attention with dropout',
    [
      [2, 7, 8],
      [2, 7, 8],
      [2, 7, 8],
    ],
    (xs) => attended(xs, { rate: 0.3, seed: 5 }),
    false,
  ],
  ['dropout', [[40, 30]], ([x]) => ops.dropout(x, { rate: 0.2, seed: 9 }), true],
  [
    'softmaxCrossEntropy',
    [[8, 5]],
    ([x]) => ops.softmaxCrossEntropy(x as tf.Tensor2D, labels()),
    true,
  ],
  ['weightedSum', [shape, shape], ([a, x]) => ops.weightedSum(a, 0.9, x, -0.2), true],
  [
    'weightedSum by scalars',
    [shape, shape],
    ([a, x]) => ops.weightedSum(a, tf.scalar(0.9), x, tf.scalar(-0.2)),
    true,
  ],
  ['shortened', [shape], ([x]) => ops.shortened(x, tf.scalar(3), 2), true],
  ['shortened by nothing', [shape], ([x]) => ops.shortened(x, tf.scalar(3), 4), true],
  ['globalNorm', [shape, [50], []], (xs) => ops.globalNorm(xs), false],
  [
    'globalCosine',
    [shape, shape],
    ([a, b]) => {
      const norm = ops.globalNorm([a, b]);
      return ops.globalCosine({ tensors: [a, b], norm }, { tensors: [b, a], norm });
    },
    false,
  ],
  [
    'weightedSquare',
    [shape, shape],
    ([a, x]) => ops.weightedSquare(a, x, { aScale: 0.9, xScale: 0.1 }),
    true,
  ],
  [
    'adamDirection',
    [[50]],
    ([m]) =>
      ops.adamDirection(m, tf.square(vector(50, 3)), {
        meanWeight: tf.scalar(0.5),
        varianceWeight: tf.scalar(0.3),
        epsilon: 1e-3,
      }),
    false,
  ],
];

/** What `compute` makes on a backend, after which no tensor is left. */
async function valuesOn(backend: string, compute: () => Tensors): Promise<number[][]> {
  await useBackend(backend);
  const before = tf.memory().numTensors;
  const made = tf.tidy(compute);
  const values = made.map((t) => Array.from(t.dataSync()));
  tf.dispose(made);
  expect(tf.memory().numTensors).toBe(before);
  return values;
}

async function expectAsOnCpu(backend: string, compute: () => Tensors, tolerance: number) {
  const expected = await valuesOn('cpu', compute);
  const actual = await valuesOn(backend, compute);
  actual.forEach((values, i) => {
    expect(values).toHaveLength(expected[i].length);
    const scale = Math.max(1e-3, ...expected[i].map(Math.abs));
    const worst = Math.max(...values.map((v, j) => Math.abs(v - expected[i][j]) / scale));
    expect(worst).toBeLessThan(tolerance);
  });
}

const others = testedBackends.filter((name) => name !== 'cpu');

describe.each(others)('operations on %s agree with cpu', (backend) => {
  describe.each(cases)('%s', (_, shapes, run, twice) => {
    const inputs = () => shapes.map((s, i) => random(s, i + 1));
    /** Weighted, since a plain sum of squares after a norm hardly depends on what is normalised. */
    const objective = (...xs: Tensors) => {
      const y = run(xs);
      return tf.sum<tf.Scalar>(tf.mul(tf.square(y), random(y.shape, 11)));
    };

    test('values', () => expectAsOnCpu(backend, () => [run(inputs())], 1e-5));

    test('gradients', () => expectAsOnCpu(backend, () => tf.grads(objective)(inputs()), 1e-4));

    if (twice) {
      test('second derivatives', () =>
        expectAsOnCpu(
          backend,
          () => {
            const [first, ...rest] = inputs();
            const slope = (x: tf.Tensor) => tf.grad((z) => objective(z, ...rest))(x);
            return [tf.grad((x) => tf.sum(tf.square(slope(x))))(first)];
          },
          1e-3,
        ));
    }
  });
});

test.each(testedBackends)('arithmetic of scalars on %s is that of numbers', async (backend) => {
  await useBackend(backend);
  const inputs = [0.5, -3, 7e15, 0];
  const names = ['plus', 'minus', 'times', 'ratio', 'smaller', 'isAbove'] as const;
  const expressions = names.flatMap((name) =>
    inputs.flatMap((_, i) =>
      inputs.map((__, j): ops.Arithmetic => [
        'plus',
        [name, { input: i }, ['magnitude', { input: j }]],
        ['times', 2, ['sign', { input: i }]],
      ]),
    ),
  );
  for (const expression of expressions) {
    const scalars = inputs.map((x) => tf.scalar(x));
    const result = ops.arithmetic(expression, scalars);
    const expected = ops.arithmeticOf(expression, inputs);
    const error = Math.abs(result.dataSync()[0] - expected) / Math.max(1e-30, Math.abs(expected));
    expect(error).toBeLessThan(1e-6);
    tf.dispose([scalars, result]);
  }
});
