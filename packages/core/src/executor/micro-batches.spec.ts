import * as tf from '@tensorflow/tfjs';
import * as core from '../index.js';
import { only } from '../index.js';
import type { ComputeGradientOptions, Rule, Pass } from '../index.js';
import { microBatchWeights } from './micro-batches.js';

/** Logistic regression: a mean over examples, which any split must reproduce. */
const rows = 12;
let w: tf.Variable;
let x: tf.Tensor2D;
let y: tf.Tensor1D;
beforeAll(() => tf.setBackend('cpu'));
beforeEach(() => {
  w = tf.variable(tf.tensor1d([0.3, -0.2, 0.5]), true, 'w');
  x = tf.randomNormal([rows, 3], 0, 1, 'float32', 7);
  y = tf.tensor1d(Array.from({ length: rows }, (_, i) => ((i * 7) % 3 === 0 ? 1 : 0)));
});
afterEach(() => {
  tf.dispose([w, x, y]);
});

/** The mean loss of the rows [begin, begin + size). */
const lossOf = (begin: number, size: number) =>
  tf.tidy(() => {
    const logits = tf.dot(tf.slice(x, [begin, 0], [size, -1]), w);
    const targets = tf.slice(y, [begin], [size]);
    return tf.losses.sigmoidCrossEntropy<tf.Tensor, tf.Scalar>(targets, logits);
  });
const lossIn = (sizes: readonly number[]) => (pass: Pass) =>
  lossOf(
    sizes.slice(0, pass.microBatch).reduce((a, b) => a + b, 0),
    sizes[pass.microBatch],
  );
const compute = (
  rule: Rule,
  sizes: readonly number[],
  options: Partial<ComputeGradientOptions> = {},
) => {
  const result = core.computeGradient(
    rule,
    lossIn(sizes),
    { w },
    {
      step: 0,
      microBatches: sizes,
      ...options,
    },
  );
  const gradient = Array.from(result.gradients.w.dataSync());
  const [loss] = result.loss.dataSync();
  const diagnostics = { ...result.diagnostics.readSync(), passes: result.diagnostics.passes };
  tf.dispose([result.loss, result.gradients]);
  result.diagnostics.dispose();
  return { gradient, loss, state: result.state, diagnostics };
};
const closeTo = (actual: number[], expected: number[]) =>
  actual.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5));

describe('micro-batches', () => {
  test.each<[string, Rule]>([
    ['plain', core.plain()],
    ['gnp', core.gnp({ r: 0.2, alpha: 0.8 })],
    ['gsam', core.gsam({ rho: 0.2 })],
    ['centralDifference', core.centralDifference({ gamma: 0.1, epsilon: 0.1 })],
    ['doubleBackprop', core.doubleBackprop({ gamma: 0.5 })],
    ['doubleBackprop of some', only(core.doubleBackprop({ lambda: 0.5 }), 'w')],
  ])('%s is that of the whole batch, for equal and unequal parts', (_, rule) => {
    const whole = compute(rule, [rows]);
    for (const sizes of [
      [4, 4, 4],
      [5, 1, 6],
    ]) {
      const parts = compute(rule, sizes);
      closeTo(parts.gradient, whole.gradient);
      expect(parts.loss).toBeCloseTo(whole.loss, 5);
      expect(parts.diagnostics.gradientNorm).toBeCloseTo(whole.diagnostics.gradientNorm, 5);
    }
  });

  test('are gone through twice, in the same order with the same seeds, for a rule of two passes', () => {
    const passes: Pass[] = [];
    const loss = (pass: Pass) => {
      passes.push(pass);
      return lossIn([6, 6])(pass);
    };
    const {
      loss: value,
      gradients,
      diagnostics,
    } = core.computeGradient(
      core.sam({ rho: 0.1 }),
      loss,
      { w },
      { step: 4, seed: 9, microBatches: 2 },
    );
    expect(passes.map(({ index, microBatch }) => [index, microBatch])).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
    const seeds = passes.map(({ seed }) => seed);
    expect(seeds.slice(0, 2)).toEqual(seeds.slice(2));
    expect(seeds[0]).not.toBe(seeds[1]);
    expect(diagnostics.passes).toBe(2);
    tf.dispose([value, gradients]);
  });

  test('move averages once, to the mean of what each gives', () => {
    const average = tf.variable(tf.scalar(10), false);
    const loss = (pass: Pass) => {
      if (pass.batchStatistics === 'update') {
        tf.tidy(() => average.assign(tf.add(tf.mul(average, 0.9), pass.microBatch)));
      }
      return lossIn([3, 9])(pass);
    };
    const result = core.computeGradient(
      core.sam({ rho: 0.1 }),
      loss,
      { w },
      {
        step: 0,
        microBatches: [3, 9],
      },
    );
    expect(average.dataSync()[0]).toBeCloseTo(0.25 * 9 + 0.75 * 10, 5);
    tf.dispose([result.loss, result.gradients, average]);
  });

  test.each([0, 1.5, -1])('cannot be %d', (microBatches) => {
    expect(() => compute(core.plain(), [rows], { microBatches })).toThrow(
      `microBatches must be a whole number of at least 1, got ${microBatches}.`,
    );
  });

  test('have sizes', () => {
    expect(microBatchWeights([1, 3])).toEqual([0.25, 0.75]);
    expect(() => microBatchWeights([2, 0])).toThrow('numbers above 0');
    expect(core.microBatchSizes(10, 4)).toEqual([2, 3, 2, 3]);
    expect(core.microBatchSizes(2, 4)).toEqual([1, 1]);
  });
});

describe('mSharpness', () => {
  const sam = core.sam({ rho: 0.5 });
  /** What a device would compute that has these rows. */
  const device = (begin: number, size: number) => {
    const result = core.computeGradient(sam, () => lossOf(begin, size), { w }, { step: 0 });
    const gradient = Array.from(result.gradients.w.dataSync());
    tf.dispose([result.loss, result.gradients]);
    return gradient;
  };

  test('is the mean of what several devices compute', () => {
    const devices = [device(0, 4), device(4, 4), device(8, 4)];
    const mean = devices[0].map((_, i) => (devices[0][i] + devices[1][i] + devices[2][i]) / 3);
    const { gradient, diagnostics } = compute(core.mSharpness(sam, 3), [4, 4, 4]);
    closeTo(gradient, mean);
    expect(diagnostics.passes).toBe(2);
    const whole = compute(sam, [rows]).gradient;
    expect(Math.abs(gradient[0] - whole[0])).toBeGreaterThan(1e-4);
  });

  test('weighs shards by their size, and makes them of several micro-batches', () => {
    const [first, second] = [device(0, 4), device(4, 8)];
    const { gradient } = compute(core.mSharpness(sam, 2), [1, 3, 4, 4]);
    closeTo(
      gradient,
      first.map((v, i) => (4 * v + 8 * second[i]) / 12),
    );
  });

  test('with one shard is the rule itself', () => {
    closeTo(compute(core.mSharpness(sam, 1), [6, 6]).gradient, compute(sam, [rows]).gradient);
  });

  test('keeps a state for each shard', () => {
    const rule = core.mSharpness(core.friendlySam({ rho: 0.5 }), 2);
    const first = compute(rule, [6, 6]);
    const second = compute(rule, [6, 6], { state: first.state, step: 1 });
    expect(Object.keys(second.state)).toEqual(['shard0.mean/w', 'shard1.mean/w']);
    const alone = core.friendlySam({ rho: 0.5 });
    const results = [0, 6].map((begin) => {
      const one = core.computeGradient(alone, () => lossOf(begin, 6), { w }, { step: 0 });
      const options = { step: 1, state: one.state };
      const two = core.computeGradient(alone, () => lossOf(begin, 6), { w }, options);
      const gradient = Array.from(two.gradients.w.dataSync());
      tf.dispose([one.loss, one.gradients, one.state, two.loss, two.gradients, two.state]);
      return gradient;
    });
    closeTo(
      second.gradient,
      results[0].map((v, i) => (v + results[1][i]) / 2),
    );
    tf.dispose([first.state, second.state]);
  });

  test('has as many shards as a last batch of few examples allows, as equal as can be', () => {
    const rule = core.mSharpness(sam, 4);
    const { gradient } = compute(rule, [1, 1, 1, 1, 1, 1]);
    const devices = [device(0, 1), device(1, 2), device(3, 1), device(4, 2)];
    closeTo(
      gradient,
      devices[0].map((_, i) =>
        devices.reduce((sum, values, j) => sum + ((j % 2 ? 2 : 1) * values[i]) / 6, 0),
      ),
    );
    closeTo(compute(rule, [1]).gradient, device(0, 1));
  });

  test('refuses to be plain SAM in silence, and shards of shards', () => {
    expect(() => compute(core.mSharpness(sam, 2), [12])).toThrow(
      '2 parts of a batch need as many micro-batches or more, got 1.',
    );
    expect(() => core.mSharpness(sam, 0)).toThrow(RangeError);
    expect(() => core.mSharpness(core.mSharpness(sam, 2), 2)).toThrow('multiply the shards');
  });
});

describe('iFlooding', () => {
  const perExample = () =>
    tf.tidy(() => {
      const logits = tf.dot(x, w);
      return tf.losses.sigmoidCrossEntropy<tf.Tensor, tf.Tensor1D>(
        y,
        logits,
        undefined,
        undefined,
        tf.Reduction.NONE,
      );
    });
  const step = (rule: Rule) => {
    const result = core.computeGradient(rule, perExample, { w }, { step: 0 });
    const values = { gradient: result.gradients.w.arraySync(), loss: result.loss.dataSync()[0] };
    tf.dispose([result.loss, result.gradients]);
    return values as { gradient: number[]; loss: number };
  };

  test('follows each example up or down, and reports the mean loss', () => {
    const level = 0.6;
    const expected = tf.tidy(() => {
      const residual = tf.sub(tf.sigmoid(tf.dot(x, w as tf.Tensor1D)), y);
      const sign = tf.sign(tf.sub(perExample(), level));
      return tf.div(tf.dot(tf.mul(sign, residual), x), rows).arraySync() as number[];
    });
    const { gradient, loss } = step(core.iFlooding({ level }));
    closeTo(gradient, expected);
    expect(loss).toBeCloseTo(step(core.plain()).loss, 6);
    closeTo(step(core.iFlooding({ level: 0 })).gradient, step(core.plain()).gradient);
  });

  test('needs the losses of examples', () => {
    expect(() =>
      core.computeGradient(
        core.iFlooding({ level: 0.1 }),
        () => lossOf(0, rows),
        { w },
        { step: 0 },
      ),
    ).toThrow('Return the losses [batch], not their mean.');
  });
});
