import * as tf from '@tensorflow/tfjs';
import { useBackend } from '@gnp/backends';
import {
  backwardDifference,
  centralDifference,
  computeGradient,
  doubleBackprop,
  forwardDifference,
  plain,
} from '@gnp/core';
import type { LossFunction, Rule } from '@gnp/core';
import { trainableVariables } from '@gnp/models';
import * as ops from '@gnp/ops';
import { kinds, reducedModel, reducedOptions } from './reduced-models.js';
import { goldenCases, goldenProblem } from './golden-cases.js';
import { testedBackends } from './tested-backends.js';

type Tensors = tf.Tensor[];
/** What a loss is made of: the shapes of its parameters, and a function of them. */
type Case = [name: string, shapes: number[][], f: (xs: Tensors) => tf.Tensor];

const image = [2, 6, 5, 4];
const wide = [3, 7];
const pointwise: [string, (x: tf.Tensor) => tf.Tensor][] = [
  ['relu', tf.relu],
  ['relu6', (x) => tf.relu6(tf.mul(x, 4))],
  ['elu', tf.elu],
  ['selu', tf.selu],
  ['leakyRelu', tf.leakyRelu],
  ['sigmoid', tf.sigmoid],
  ['tanh', tf.tanh],
  ['softplus', tf.softplus],
  ['exp', tf.exp],
  ['sqrt', (x) => tf.sqrt(tf.add(tf.square(x), 0.5))],
  ['swish', (x) => tf.mul(x, tf.sigmoid(x))],
  ['erf', tf.erf],
  ['softmax', tf.softmax],
  ['logSoftmax', tf.logSoftmax],
  ['logSigmoid', tf.logSigmoid],
  ['log and reciprocal', (x) => tf.reciprocal(tf.log(tf.add(tf.square(x), 1.5)))],
  ['trigonometry', (x) => tf.mul(tf.sin(x), tf.add(tf.cos(x), tf.atan(x)))],
  ['abs', tf.abs],
  ['clipByValue', (x) => tf.clipByValue(x, -0.3, 0.4)],
  ['where', (x) => tf.where(tf.greater(x, 0), tf.square(x), tf.sin(x))],
  ['norm', (x) => tf.norm(x, 'euclidean', 1)],
  ['cumsum', (x) => tf.cumsum(tf.square(x), 1)],
  ['reverse and tile', (x) => tf.mul(tf.tile(tf.reverse(x, 1), [2, 1]), tf.tile(x, [2, 1]))],
  ['min', (x) => tf.min(x, 1)],
  ['max', (x) => tf.max(x, 1)],
  ['maximum', (x) => tf.maximum(x, 0.1)],
  ['gelu of ops', (x) => ops.gelu(x)],
  ['tanh gelu of ops', (x) => ops.gelu(x, { approximate: true })],
  ['relu of ops', (x) => ops.relu(x)],
  ['dropout of ops', (x) => ops.dropout(x, { rate: 0.4, seed: 3 })],
];

const conv = (x: tf.Tensor, filter: tf.Tensor) =>
  [x as tf.Tensor4D, filter as tf.Tensor4D] as const;
const cases: Case[] = [
  ...pointwise.map(([name, f]): Case => [name, [wide], ([x]) => f(x)]),
  [
    'matMul',
    [
      [3, 4],
      [4, 5],
    ],
    ([a, b]) => tf.matMul(a, b),
  ],
  [
    'transposed batched matMul',
    [
      [2, 3, 4],
      [2, 5, 4],
    ],
    ([a, b]) => tf.matMul(a, b, false, true),
  ],
  ['conv2d, same', [image, [3, 3, 4, 5]], ([x, w]) => tf.conv2d(...conv(x, w), 1, 'same')],
  [
    'conv2d, valid, stride 2',
    [image, [3, 2, 4, 5]],
    ([x, w]) => tf.conv2d(...conv(x, w), 2, 'valid'),
  ],
  [
    'depthwise, same',
    [image, [3, 3, 4, 2]],
    ([x, w]) => tf.depthwiseConv2d(...conv(x, w), 1, 'same'),
  ],
  [
    'depthwise, valid, stride 2',
    [image, [2, 2, 4, 1]],
    ([x, w]) => tf.depthwiseConv2d(...conv(x, w), 2, 'valid'),
  ],
  [
    'separable convolution',
    [image, [3, 3, 4, 2], [1, 1, 8, 3]],
    ([x, d, p]) => tf.separableConv2d(...conv(x, d), p as tf.Tensor4D, 2, 'same'),
  ],
  [
    'transposed convolution',
    [
      [2, 3, 2, 4],
      [3, 3, 5, 4],
    ],
    ([x, w]) => tf.conv2dTranspose(...conv(x, w), [2, 6, 4, 5], 2, 'same'),
  ],
  [
    'convolution with bias and relu, as layers call it',
    [image, [3, 3, 4, 5], [5]],
    ([x, filter, bias]) =>
      tf.fused.conv2d({
        x: x as tf.Tensor4D,
        filter: filter as tf.Tensor4D,
        strides: 1,
        pad: 'same',
        bias,
        activation: 'relu',
      }),
  ],
  ['prelu', [wide, [7]], ([x, slope]) => tf.prelu(x, slope)],
  ['pow and atan2', [wide, wide], ([a, b]) => tf.atan2(tf.pow(tf.add(tf.square(a), 0.5), b), a)],
  ['quotients', [wide, [7]], ([a, b]) => tf.div(a, tf.add(tf.square(b), 0.5))],
  [
    'batch norm in inference',
    [image, [4], [4], [4]],
    ([x, mean, offset, scale]) =>
      tf.batchNorm(
        x as tf.Tensor4D,
        mean as tf.Tensor1D,
        tf.fill([4], 0.7),
        offset as tf.Tensor1D,
        scale as tf.Tensor1D,
      ),
  ],
  ['max pooling that overlaps', [image], ([x]) => tf.maxPool(x as tf.Tensor4D, 3, 2, 'same')],
  ['max pooling', [image], ([x]) => tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid')],
  ['max pooling at each pixel', [image], ([x]) => tf.maxPool(x as tf.Tensor4D, [2, 3], 1, 'same')],
  ['average pooling', [image], ([x]) => tf.avgPool(x as tf.Tensor4D, 3, 2, 'same')],
  ['resizing', [image], ([x]) => tf.image.resizeBilinear(x as tf.Tensor4D, [3, 7])],
  ['upsampling', [image], ([x]) => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [7, 8])],
  [
    'the gradient of a critic',
    [
      [3, 3, 2, 4],
      [16, 1],
    ],
    ([k, u]) =>
      tf.grad((x) => {
        const h = tf.tanh(tf.conv2d(...conv(x, k), 1, 'valid'));
        return tf.matMul(tf.reshape(tf.avgPool(h, 2, 2, 'valid'), [2, 16]), u);
      })(tf.randomNormal([2, 6, 6, 2], 0, 1, 'float32', 8)),
  ],
  [
    'copies',
    [image, image],
    ([a, b]) => {
      const joined = tf.concat([a, tf.transpose(b, [0, 1, 2, 3])], 3);
      const [first, second] = tf.split(joined, 2, 3);
      const padded = tf.pad(tf.mul(first, second), [
        [0, 0],
        [1, 0],
        [0, 2],
        [0, 0],
      ]);
      return tf.gather(
        tf.slice(padded, [0, 1, 0, 0], [-1, 3, -1, -1]),
        tf.tensor1d([1, 0, 1], 'int32'),
        3,
      );
    },
  ],
  ...([1, 2, 4] as const).map((groups): Case => [
    `convolution of ops in ${groups} groups`,
    [image, [3, 3, 4 / groups, 8], [8]],
    ([x, w, b]) => ops.convolution(...conv(x, w), { bias: b as tf.Tensor1D, groups, strides: 2 }),
  ]),
  ...[false, true].map((relu): Case => [
    `batch norm of ops${relu ? ' with relu' : ''}`,
    [image, [4], [4]],
    ([x, scale, shift]) =>
      ops.batchNorm(x, scale as tf.Tensor1D, shift as tf.Tensor1D, { relu }).value,
  ]),
  [
    'layer norm of ops',
    [wide, [7], [7]],
    ([x, scale, shift]) => ops.layerNorm(x, scale as tf.Tensor1D, shift as tf.Tensor1D, 1e-3),
  ],
  ['sum and relu of ops', [wide, wide], ([a, b]) => ops.addRelu(a, b)],
  ...[undefined, { rate: 0.3, seed: 5 }].map((dropout): Case => [
    `attention of ops${dropout ? ' with dropout' : ''}`,
    [
      [2, 3, 6],
      [2, 3, 6],
      [2, 3, 6],
    ],
    (xs) =>
      ops.attention(...(xs as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D]), { heads: 2, dropout }),
  ]),
  [
    'softmax cross-entropy of ops',
    [[4, 5]],
    ([x]) =>
      ops.softmaxCrossEntropy(
        x as tf.Tensor2D,
        tf.softmax<tf.Tensor2D>(tf.randomNormal(x.shape as [number, number], 0, 1, 'float32', 9)),
      ),
  ],
];

/** The gradient of a rule, as one vector. */
function gradientBy(
  rule: Rule,
  parameters: Record<string, tf.Variable>,
  lossFn: LossFunction,
): number[] {
  const { loss, gradients } = computeGradient(rule, lossFn, parameters, { step: 0 });
  const values = Object.keys(parameters).flatMap((name) =>
    Array.from(gradients[name]?.dataSync() ?? []),
  );
  tf.dispose([loss, gradients]);
  return values;
}

/** H∇L, by differentiating the gradient. */
function exactProduct(parameters: Record<string, tf.Variable>, lossFn: LossFunction): number[] {
  const gradient = gradientBy(plain(), parameters, lossFn);
  const penalized = gradientBy(doubleBackprop({ gamma: 1 }), parameters, lossFn);
  return penalized.map((v, i) => v - gradient[i]);
}

/** H∇L exactly, and by a central difference of gradients over 2h. */
function bothProducts(parameters: Record<string, tf.Variable>, lossFn: LossFunction, h: number) {
  const g = gradientBy(plain(), parameters, lossFn);
  const length = norm(g);
  const originals = Object.values(parameters).map((v) => v.dataSync().slice());
  const exact = exactProduct(parameters, lossFn);
  const at = (scale: number) => {
    let offset = 0;
    Object.values(parameters).forEach((v, i) => {
      const moved = originals[i].map((value, j) => value + (scale * g[offset + j]) / length);
      offset += originals[i].length;
      tf.tidy(() => v.assign(tf.tensor(moved, v.shape)));
    });
    return gradientBy(plain(), parameters, lossFn);
  };
  const [ahead, behind] = [at(h), at(-h)];
  const difference = ahead.map((v, i) => ((v - behind[i]) / (2 * h)) * length);
  return { exact, difference };
}

const norm = (v: number[]) => Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
const relativeError = (a: number[], b: number[]) =>
  norm(a.map((v, i) => v - b[i])) / Math.max(1e-6, norm(b));

describe.each(testedBackends)('H∇L on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test.each(cases)('%s', (_, shapes, f) => {
    const parameters = Object.fromEntries(
      shapes.map((shape, i) => [
        `p${i}`,
        tf.tidy(() => tf.variable(tf.randomNormal(shape, 0, 0.7, 'float32', 17 + i))),
      ]),
    );
    // squares of shifted values: every second derivative counts
    const lossFn = () =>
      tf.tidy(() => {
        const y = f(Object.values(parameters));
        const shift = tf.randomNormal(y.shape, 0, 1, 'float32', 5);
        return tf.mean<tf.Scalar>(tf.square(tf.sub(y, shift)));
      });
    const { exact, difference } = bothProducts(parameters, lossFn, 2e-3);
    expect(norm(difference)).toBeGreaterThan(1e-4);
    expect(relativeError(exact, difference)).toBeLessThan(5e-3);
    tf.dispose(parameters);
  });

  test('tfjs layers', () => {
    const model = tf.sequential({
      layers: [
        tf.layers.conv2d({ inputShape: [8, 8, 2], filters: 4, kernelSize: 3, padding: 'same' }),
        tf.layers.batchNormalization(),
        tf.layers.elu(),
        tf.layers.depthwiseConv2d({ kernelSize: 3, activation: 'sigmoid' }),
        // of positive numbers: stock wasm loses the gradient of windows without any
        tf.layers.maxPooling2d({ poolSize: 2 }),
        tf.layers.averagePooling2d({ poolSize: 2, strides: 1 }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 6, activation: 'sigmoid' }),
        tf.layers.dense({ units: 3 }),
      ],
    });
    const variables = model.trainableWeights.map((w) => w.read() as tf.Variable);
    tf.tidy(() =>
      variables.forEach((v, i) => v.assign(tf.randomNormal(v.shape, 0, 0.5, 'float32', 31 + i))),
    );
    const x = tf.randomNormal([4, 8, 8, 2], 0, 1, 'float32', 3);
    const y = tf.oneHot(tf.tensor1d([0, 1, 2, 1], 'int32'), 3);
    const lossFn = () =>
      tf.tidy(() => {
        const logits = model.apply(x, { training: true }) as tf.Tensor2D;
        return tf.losses.softmaxCrossEntropy<tf.Tensor, tf.Scalar>(y, logits);
      });
    const parameters = Object.fromEntries(variables.map((v, i) => [`p${i}`, v]));
    const { exact, difference } = bothProducts(parameters, lossFn, 2e-3);
    expect(relativeError(exact, difference)).toBeLessThan(1e-2);
    model.dispose();
    tf.dispose([x, y]);
  });

  // The two smooth networks; from large steps, so that the differences stand out of float32's rounding.
  test.each([
    ['mlp-tanh', 0.04],
    ['attention-block', 0.005],
  ])('%s: differences converge to it at first, first and second order', (name, epsilon) => {
    const golden = goldenCases.find((one) => one.name === name)!;
    const { parameters, lossFn, dispose } = goldenProblem(golden);
    const exact = golden.hessianTimesGradient.flat();
    const gradient = gradientBy(plain(), parameters, lossFn);
    const errorOf = (make: typeof forwardDifference, step: number) => {
      const penalized = gradientBy(make({ gamma: 1, epsilon: step }), parameters, lossFn);
      return relativeError(
        penalized.map((v, i) => v - gradient[i]),
        exact,
      );
    };
    for (const [make, order] of [
      [forwardDifference, 1],
      [backwardDifference, 1],
      [centralDifference, 2],
    ] as const) {
      const [coarse, fine] = [epsilon, epsilon / 2].map((step) => errorOf(make, step));
      expect(Math.abs(Math.log2(coarse / fine) - order)).toBeLessThan(0.25);
    }
    dispose();
  });
});

/** H∇L of a reduced model on the backend in use, exactly and, if asked for, by a difference. */
function modelProducts(name: string, differs = false) {
  const size = reducedOptions(name).imageSize as number;
  const model = reducedModel(name);
  const parameters = trainableVariables(model) as Record<string, tf.Variable>;
  // weights that begin at 0, or near it, have no second derivatives to speak of
  tf.tidy(() => {
    for (const [i, v] of Object.values(parameters).entries()) {
      v.assign(tf.add(v, tf.randomNormal(v.shape, 0, 0.1, 'float32', 41 + i)));
    }
  });
  const x = tf.randomNormal([4, size, size, 2], 0, 1, 'float32', 3);
  const y = tf.tidy(() => tf.cast(tf.oneHot(tf.tensor1d([0, 1, 2, 1], 'int32'), 4), 'float32'));
  const lossFn = () =>
    tf.tidy(() => {
      const pass = { training: true, seed: 7, batchStatistics: 'keep' };
      const logits = model.apply(x, pass) as tf.Tensor2D;
      return tf.mean<tf.Scalar>(ops.softmaxCrossEntropy(logits, y as tf.Tensor2D));
    });
  const products = differs
    ? bothProducts(parameters, lossFn, 1e-3)
    : { exact: exactProduct(parameters, lossFn), difference: [] };
  model.dispose();
  tf.dispose([x, y]);
  return products;
}

describe('H∇L of models', () => {
  test.each(kinds)('%s has the same on all fast backends', async (name) => {
    const products: number[][] = [];
    for (const backend of testedBackends.slice(1)) {
      await useBackend(backend);
      products.push(modelProducts(name).exact);
    }
    expect(norm(products[0])).toBeGreaterThan(0);
    for (const product of products.slice(1)) {
      expect(relativeError(product, products[0])).toBeLessThan(5e-3);
    }
  });

  // Networks with kinks are left out: a finite difference goes across some of them.
  test.each(['vit-ti16', 'swin-tiny', 'cait-xxs12'])(
    '%s agrees with a difference',
    async (name) => {
      await useBackend(testedBackends.at(-1));
      const { exact, difference } = modelProducts(name, true);
      expect(relativeError(exact, difference)).toBeLessThan(0.02);
    },
  );
});
