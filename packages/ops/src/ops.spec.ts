import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { expectClose, expectGradients, numbers, random } from '../testing/numbers.js';
import { addRelu, attention, batchNorm, gelu, layerNorm, relu } from './index.js';
import { adamDirection, softmaxCrossEntropy, weightedSquare, weightedSum } from './index.js';

beforeAll(() => tf.setBackend('cpu'));

const vector = (size: number, seed: number) => random([size], seed) as Tensor1D;

describe('batchNorm', () => {
  const epsilon = 1e-3;
  const run = (x: Tensor, scale: Tensor, shift: Tensor, withRelu = false) =>
    batchNorm(x, scale as Tensor1D, shift as Tensor1D, { epsilon, relu: withRelu });
  const inputs = () => [random([4, 3, 2, 5]), vector(5, 2), vector(5, 3)];

  it.each([true, false])('is its definition, relu %s', (withRelu) => {
    const [x, scale, shift] = inputs();
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    const deviation = tf.sqrt(tf.add(variance, epsilon));
    const plain = tf.add(tf.mul(tf.div(tf.sub(x, mean), deviation), scale), shift);
    const result = run(x, scale, shift, withRelu);
    expectClose(result.value, withRelu ? tf.relu(plain) : plain);
    expectClose(result.mean, mean);
    expectClose(result.variance, variance);
  });

  it.each([true, false])('has gradients that agree with differences, relu %s', (withRelu) => {
    const step = withRelu ? 1e-3 : 1e-2; // small enough not to cross the kink
    expectGradients((...args) => run(args[0], args[1], args[2], withRelu).value, inputs(), {
      step,
    });
  });

  it('hands its moments to the scope of the caller', () => {
    const [x, scale, shift] = inputs();
    const before = tf.memory().numTensors;
    const result = run(x, scale, shift);
    expect(tf.memory().numTensors).toBe(before + 3);
    tf.dispose([result.value, result.mean, result.variance]);
    tf.tidy(() => void run(x, scale, shift));
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('layerNorm', () => {
  const run = (x: Tensor, scale: Tensor, shift: Tensor) =>
    layerNorm(x, scale as Tensor1D, shift as Tensor1D, 1e-3);

  it('normalises each row', () => {
    const y = run(random([6, 20]), tf.ones([20]), tf.zeros([20]));
    const { mean, variance } = tf.moments(y, 1);
    for (const value of numbers(mean)) expect(value).toBeCloseTo(0, 5);
    for (const value of numbers(variance)) expect(value).toBeCloseTo(1, 2);
  });

  it('has gradients that agree with differences', () => {
    expectGradients(run, [random([3, 4, 6]), vector(6, 2), vector(6, 3)]);
  });
});

describe('gelu', () => {
  // x Φ(x) at three points, to seven digits
  const points = [-1, 0.5, 2];
  const exact = [-0.1586553, 0.3457312, 1.9544997];
  const approximate = [-0.158808, 0.345714, 1.9545977];

  it.each([
    [false, exact],
    [true, approximate],
  ])('has its known values, approximate %s', (isApproximate, expected) => {
    expectClose(gelu(tf.tensor1d(points), { approximate: isApproximate }), tf.tensor1d(expected));
  });

  it.each([true, false])('has the gradient of differences, approximate %s', (isApproximate) => {
    expectGradients((x) => gelu(x, { approximate: isApproximate }), [random([40])]);
  });
});

describe('relu and addRelu', () => {
  it('are max(0, x) and max(0, a + b)', () => {
    expectClose(relu(tf.tensor1d([-1, 0, 2])), tf.tensor1d([0, 0, 2]));
    const b = tf.tensor1d([2, -1, -3]);
    expectClose(addRelu(tf.tensor1d([-1, 0, 2]), b), tf.tensor1d([1, 0, 0]));
  });

  it('have gradients that agree with differences', () => {
    expectGradients(relu, [random([30])], { step: 1e-3 });
    expectGradients(addRelu, [random([30]), random([30], 2)], { step: 1e-3 });
  });

  it('refuse shapes that differ', () => {
    expect(() => addRelu(tf.zeros([2]), tf.zeros([3]))).toThrow('addRelu: ');
  });
});

describe('attention', () => {
  const operands = (shape: number[]) =>
    [1, 2, 3].map((seed) => random(shape, seed)) as [Tensor3D, Tensor3D, Tensor3D];

  it('is softmax(q kᵀ / √d) v of each head by itself', () => {
    const [q, k, v] = operands([2, 5, 8]);
    const head = (x: Tensor, b: number, h: number) =>
      tf.reshape<tf.Rank.R2>(tf.slice(x, [b, 0, 4 * h], [1, 5, 4]), [5, 4]);
    const batches = [0, 1].map((b) => {
      const parts = [0, 1].map((h) => {
        const scores = tf.div(tf.matMul(head(q, b, h), head(k, b, h), false, true), Math.sqrt(4));
        return tf.matMul(tf.softmax(scores), head(v, b, h));
      });
      return tf.concat(parts, 1);
    });
    expectClose(attention(q, k, v, { heads: 2 }), tf.stack(batches));
  });

  it.each([undefined, { rate: 0.3, seed: 4 }])('has gradients, dropout %j', (dropout) => {
    expectGradients(
      (...xs) => attention(...(xs as [Tensor3D, Tensor3D, Tensor3D]), { heads: 3, dropout }),
      operands([2, 4, 6]),
    );
  });

  it('drops probabilities and keeps their mean', () => {
    const ones = tf.ones<tf.Rank.R3>([20, 10, 4]);
    const y = attention(ones, ones, ones, { heads: 2, dropout: { rate: 0.5, seed: 1 } });
    const [mean] = numbers(tf.mean(y));
    expect(new Set(numbers(y)).size).toBeGreaterThan(2);
    // 400 rows of ten coins: a standard deviation of their mean is 0.016
    expect(Math.abs(mean - 1)).toBeLessThan(0.07);
  });

  it('says what it was given', () => {
    const [q, k, v] = operands([1, 2, 6]);
    expect(() => attention(q, k, v, { heads: 4 })).toThrow('4 heads do not divide 6 channels');
    expect(() => attention(q, tf.zeros([1, 3, 6]), v, { heads: 2 })).toThrow(
      'attention: k must be',
    );
  });
});

describe('updates', () => {
  const [a, x] = [tf.tensor1d([1, 2, NaN]), tf.tensor1d([10, -20, 30])];

  it('add what they should', () => {
    expect(numbers(weightedSum(a, 2, x, 0.5)).slice(0, 2)).toEqual([7, -6]);
    expect(numbers(weightedSquare(a, x, { aScale: 1, xScale: 0.25 })).slice(0, 2)).toEqual([
      26, 102,
    ]);
    const direction = adamDirection(tf.tensor1d([3]), tf.tensor1d([4]), {
      meanWeight: tf.scalar(0.5),
      varianceWeight: tf.scalar(0.25),
      epsilon: 2,
    });
    expect(numbers(direction)).toEqual([1]);
  });

  it('take scales that are scalars on the device', () => {
    const scales = [tf.scalar(2), tf.scalar(0.5)];
    expect(numbers(weightedSum(a, scales[0], x, scales[1])).slice(0, 2)).toEqual([7, -6]);
    expect(numbers(weightedSum(a, scales[0], x, 0.5)).slice(0, 2)).toEqual([7, -6]);
  });

  it('a direction without epsilon is 0 where there never was a gradient', () => {
    const one = tf.scalar(1);
    const weights = { meanWeight: one, varianceWeight: one, epsilon: 0 };
    const direction = adamDirection(tf.tensor1d([0, 2]), tf.tensor1d([0, 4]), weights);
    expect(numbers(direction)).toEqual([0, 1]);
  });

  it('leave out what is scaled by 0, NaN too', () => {
    expect(numbers(weightedSum(a, 0, x, 2))).toEqual([20, -40, 60]);
    expect(numbers(weightedSum(x, 1, a, 0))).toEqual([10, -20, 30]);
  });

  it('are differentiable', () => {
    expectGradients((p, q) => weightedSum(p, 2, q, -0.5), [random([9]), random([9], 2)]);
  });
});

describe('softmaxCrossEntropy', () => {
  const labels = () => tf.softmax(random([6, 5], 2)) as Tensor2D;

  it('is the plain formula, with its gradient', () => {
    const plain = (logits: Tensor) => tf.neg(tf.sum(tf.mul(labels(), tf.logSoftmax(logits)), -1));
    const ours = (logits: Tensor) => softmaxCrossEntropy(logits as Tensor2D, labels());
    expectClose(ours(random([6, 5])), plain(random([6, 5])));
    const slope = (f: (x: Tensor) => Tensor) =>
      tf.grad((z) => tf.sum(tf.square(f(z))))(random([6, 5]));
    expectClose(slope(ours), slope(plain));
  });

  it('stays finite for huge logits', () => {
    expect(numbers(softmaxCrossEntropy(tf.tensor2d([[1e30, 0]]), tf.tensor2d([[1, 0]])))).toEqual([
      0,
    ]);
  });
});

describe('second derivatives', () => {
  const [scale, shift] = [vector(5, 2), vector(5, 3)];
  const labels = tf.softmax(random([8, 5], 6)) as Tensor2D;
  const functions: [string, (x: Tensor) => Tensor][] = [
    ['batchNorm', (x) => batchNorm(x, scale, shift).value],
    ['layerNorm', (x) => layerNorm(x, scale, shift, 1e-3)],
    ['softmaxCrossEntropy', (x) => softmaxCrossEntropy(x as Tensor2D, labels)],
  ];

  it.each(functions)('%s agrees with differences of its gradient', (_, f) => {
    const weights = random(f(random([8, 5])).shape, 8);
    const gradient = tf.grad((x) => tf.sum(tf.mul(tf.square(f(x)), weights)));
    expectGradients((x) => gradient(x), [random([8, 5])], { step: 3e-3 });
  });
});
