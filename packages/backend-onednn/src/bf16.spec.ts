import * as ops from '@gnp/ops';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import { random } from '../testing/expect-same.js';
import { useOnednn } from '../testing/onednn.js';
import { findOnednn } from './index.js';
import { Storage } from './portable/storage.js';

const { available, cpuFeatures } = findOnednn();
const capable = available && cpuFeatures.some((name) => ['amx', 'avx512-bf16'].includes(name));
const describeBf16 = capable ? describe : describe.skip;

const vector = (size: number, seed: number) => random([size], seed) as Tensor1D;

/** Runs `compute` in a precision and reads what it made, and how each tensor is stored. */
async function resultsIn(precision: 'f32' | 'bf16', compute: () => Tensor | Tensor[]) {
  const backend = await useOnednn();
  backend.precision = precision;
  try {
    const made = tf.tidy(compute);
    const tensors = [made].flat();
    const results = tensors.map((t) => ({
      storage: backend.dataOf(t).storage,
      values: Array.from(t.dataSync()),
    }));
    tf.dispose(made);
    return results;
  } finally {
    backend.precision = 'f32';
  }
}

/** √(Σ (a - b)² / Σ b²) */
function relativeError(a: readonly number[], b: readonly number[]): number {
  const norm = (values: readonly number[]) => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0));
  return norm(a.map((value, i) => value - b[i])) / norm(b);
}

const image = [4, 8, 8, 32];
const large = () => random(image) as Tensor4D;
const filter = (shape: number[]) => tf.mul<Tensor4D>(random(shape, 2), 0.1);
/** Something in bf16 of the shape of `large`, about as large as it. */
const halved = (x: Tensor = large()) => ops.convolution(x as Tensor4D, filter([1, 1, 32, 32]));

const functions: [string, (x: Tensor) => Tensor][] = [
  ['convolution', (x) => ops.convolution(x as Tensor4D, filter([3, 3, 32, 32]))],
  [
    'strided convolution',
    (x) => ops.convolution(x as Tensor4D, filter([3, 3, 32, 32]), { strides: 2 }),
  ],
  ['tf.conv2d', (x) => tf.conv2d(x as Tensor4D, filter([3, 3, 32, 16]), 1, 'same')],
  ['depthwise', (x) => tf.depthwiseConv2d(x as Tensor4D, filter([3, 3, 32, 1]), 1, 'same')],
  ['grouped', (x) => ops.convolution(x as Tensor4D, filter([3, 3, 8, 32]), { groups: 4 })],
  ['batchNorm', (x) => ops.batchNorm(halved(x), vector(32, 3), vector(32, 4)).value],
  [
    'batchNorm, relu',
    (x) => ops.batchNorm(halved(x), vector(32, 3), vector(32, 4), { relu: true }).value,
  ],
  ['layerNorm', (x) => ops.layerNorm(halved(x), vector(32, 3), vector(32, 4))],
  ['gelu', (x) => ops.gelu(halved(x))],
  ['relu', (x) => ops.relu(halved(x))],
  ['relu6', (x) => tf.relu6(halved(x))],
  ['clipByValue', (x) => tf.clipByValue(halved(x), -0.5, 0.3)],
  ['leakyRelu', (x) => tf.leakyRelu(halved(x), 0.2)],
  ['addRelu', (x) => ops.addRelu(halved(x), ops.gelu(halved(x)))],
  ['dropout', (x) => ops.dropout(halved(x), { rate: 0.2, seed: 1 })],
  ['max pool', (x) => tf.maxPool(halved(x), 2, 2, 'same')],
  ['average pool', (x) => tf.avgPool(halved(x), 2, 2, 'valid')],
  ['sum and difference', (x) => tf.sub(tf.add(halved(x), halved(x)), vector(32, 3))],
  ['transpose', (x) => tf.transpose(halved(x), [0, 3, 1, 2])],
  ['slice', (x) => tf.slice(halved(x), [1, 2, 3, 0], [2, 4, 4, 32])],
  [
    'pad',
    (x) =>
      tf.pad(halved(x), [
        [0, 0],
        [0, 0],
        [0, 0],
        [0, 8],
      ]),
  ],
  ['concat', (x) => tf.concat([halved(x), halved(x)], 3)],
  ['concat with a little f32', (x) => tf.concat([tf.ones([4, 1, 8, 32]), halved(x)], 1)],
  ['softmax', (x) => tf.softmax(halved(x))],
];

describeBf16('bf16', () => {
  it.each(functions)('computes and stores %s in bf16, near f32', async (_, f) => {
    const [expected] = await resultsIn('f32', () => f(large()));
    const [actual] = await resultsIn('bf16', () => f(large()));
    expect(actual.storage).toBe(Storage.bf16);
    expect(relativeError(actual.values, expected.values)).toBeLessThan(0.01);
  });

  it.each(functions)('has the gradient of %s near that of f32', async (_, f) => {
    const slope = () => tf.grad((x) => tf.sum(tf.mul(f(x), random(f(large()).shape, 9))))(large());
    const [expected] = await resultsIn('f32', slope);
    const [actual] = await resultsIn('bf16', slope);
    // a few masks of relu and winners of max pooling differ
    expect(relativeError(actual.values, expected.values)).toBeLessThan(0.1);
  });

  it('computes large products in bf16, keeping gradients of weights and small results in f32', async () => {
    const factors = () => [random([512, 256]), tf.mul(random([256, 512], 2), 0.1)];
    const compute = () => {
      const [a, b] = factors();
      return [
        tf.matMul(a, b),
        ...tf.grads((x, y) => tf.sum(tf.square(tf.matMul(x, y))))([a, b]),
        tf.matMul(a, tf.slice(b, [0, 0], [256, 10])),
      ];
    };
    const expected = await resultsIn('f32', compute);
    const actual = await resultsIn('bf16', compute);
    actual.forEach(({ values }, i) =>
      expect(relativeError(values, expected[i].values)).toBeLessThan(0.01),
    );
    const { bf16, f32 } = Storage;
    expect(actual.map(({ storage }) => storage)).toEqual([bf16, bf16, f32, f32]);
  });

  it('computes attention in bf16', async () => {
    const compute = () => {
      const [q, k, v] = [1, 2, 3].map((seed) => {
        const x = tf.reshape(random([8 * 64, 128], seed), [1, 512, 128]);
        return tf.reshape(tf.matMul(x, tf.mul(random([1, 128, 128], 7), 0.1)), [8, 64, 128]);
      }) as Tensor3D[];
      const attend = (...xs: Tensor[]) => {
        const [a, b, c] = xs as Tensor3D[];
        return ops.attention(a, b, c, { heads: 2, dropout: { rate: 0.1, seed: 1 } });
      };
      const weights = random([8, 64, 128], 5);
      const objective = (...xs: Tensor[]) => tf.sum(tf.mul(attend(...xs), weights));
      return [attend(q, k, v), ...tf.grads(objective)([q, k, v])];
    };
    const expected = await resultsIn('f32', compute);
    const actual = await resultsIn('bf16', compute);
    actual.forEach(({ values, storage }, i) => {
      expect(storage).toBe(Storage.bf16);
      expect(relativeError(values, expected[i].values)).toBeLessThan(0.03);
    });
  });

  it('keeps gradients of filters, biases and norms, reductions and losses in f32', async () => {
    const stored = await resultsIn('bf16', () => {
      const labels = tf.oneHot(tf.range(0, 64, 1, 'int32'), 2048).toFloat() as tf.Tensor2D;
      const logits = tf.matMul<tf.Tensor2D>(random([64, 128]), random([128, 2048], 2));
      return [
        ...tf.grads((w, b, scale, shift) => {
          const y = ops.convolution(large(), w as Tensor4D, { bias: b as Tensor1D });
          return tf.sum(ops.batchNorm(y, scale as Tensor1D, shift as Tensor1D).value);
        })([filter([3, 3, 32, 32]), vector(32, 3), vector(32, 4), vector(32, 5)]),
        tf.sum(halved(), [0, 1, 2]),
        tf.mean(halved(), [1, 2]),
        tf.exp(halved()),
        ops.softmaxCrossEntropy(logits, labels),
      ];
    });
    expect(stored.map(({ storage }) => storage)).toEqual(stored.map(() => Storage.f32));
  });

  it.each([
    [[32, 4, 4, 32], 3, 1, 1],
    [[32, 4, 4, 32], 3, 1, 2],
    [[36, 7, 9, 32], 3, 2, 1],
    [[42, 12, 5, 16], 5, 2, 1],
    [[16, 8, 8, 32], 3, 1, 1],
    [[7, 4, 4, 32], 3, 1, 1],
    [[8, 4, 4, 32], 1, 1, 1],
    [[8, 7, 9, 32], 1, 2, 1],
  ])(
    'convolves short rows, and has the gradients of image, filter and bias: %j, size %d, stride %d, dilation %d',
    async (shape, size, strides, dilations) => {
      const compute = () => {
        const channels = shape[3];
        const convolve = (x: Tensor, w: Tensor, b: Tensor) =>
          ops.convolution(x as Tensor4D, w as Tensor4D, {
            bias: b as Tensor1D,
            strides,
            dilations,
          });
        const inputs = [random(shape), filter([size, size, channels, 24]), vector(24, 3)];
        const y = convolve(inputs[0], inputs[1], inputs[2]);
        const weights = random(y.shape, 5);
        return [y, ...tf.grads((x, w, b) => tf.sum(tf.mul(convolve(x, w, b), weights)))(inputs)];
      };
      const expected = await resultsIn('f32', compute);
      const actual = await resultsIn('bf16', compute);
      actual.forEach(({ values }, i) =>
        expect(relativeError(values, expected[i].values)).toBeLessThan(0.01),
      );
    },
  );

  it('hands NaN through functions that are clipped', async () => {
    const made = await resultsIn('bf16', () => {
      const x = halved(tf.concat([random([3, 8, 8, 32]), tf.fill([1, 8, 8, 32], NaN)]));
      return [tf.relu6(x), tf.clipByValue(x, -0.5, 0.3), tf.leakyRelu(x, 0.2)];
    });
    for (const { values, storage } of made) {
      expect(storage).toBe(Storage.bf16);
      expect(values.map(Number.isNaN)).toEqual(values.map((_, i) => i >= 3 * 8 * 8 * 32));
    }
  });

  it('compares what is stored in bf16', async () => {
    const [y, ...made] = await resultsIn('bf16', () => {
      const x = halved();
      return [x, tf.greater(x, 0.1), tf.lessEqual(x, tf.clipByValue(x, -1, 0.25))];
    });
    expect(made.map(({ values }) => values)).toEqual([
      y.values.map((v) => Number(v > Math.fround(0.1))),
      y.values.map((v) => Number(v <= 0.25)),
    ]);
  });

  it('halves the memory of activations', async () => {
    const [f32, bf16] = [4, 2].map((bytes) => bytes * tf.util.sizeFromShape(image));
    for (const [precision, bytes] of [
      ['f32', f32],
      ['bf16', bf16],
    ] as const) {
      const backend = await useOnednn();
      backend.precision = precision;
      const y = tf.tidy(() => halved());
      backend.precision = 'f32';
      expect(backend.storedBytes(y)).toBe(bytes);
      y.dispose();
    }
  });

  it('hands NaN on', async () => {
    const [y] = await resultsIn('bf16', () => {
      const x = tf.concat([random([3, 8, 8, 32]), tf.fill([1, 8, 8, 32], NaN)]) as Tensor4D;
      return ops.batchNorm(halved(x), vector(32, 3), vector(32, 4), { relu: true }).value;
    });
    expect(y.values.every(Number.isNaN)).toBe(true);
  });

  it('gives the same bits each time', async () => {
    const train = () => tf.grad((x) => tf.sum(tf.square(halved(ops.gelu(halved(x))))))(large());
    const [first] = await resultsIn('bf16', train);
    const [second] = await resultsIn('bf16', train);
    expect(second.values).toEqual(first.values);
  });
});
