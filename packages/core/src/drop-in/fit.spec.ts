import * as tf from '@tensorflow/tfjs';
import { currentPass } from '@gnp/ops';
import type { PassScope } from '@gnp/ops';
import * as core from '../index.js';
import type { Rule } from '../index.js';

beforeAll(() => tf.setBackend('cpu'));
afterEach(() => tf.disposeVariables());

const xs = (examples = 16) => tf.randomNormal([examples, 4], 0, 1, 'float32', 1);
const ys = (examples = 16) => tf.randomNormal([examples, 1], 0, 1, 'float32', 2);
const regression = (layers: tf.layers.Layer[] = [], options = {}) =>
  tf.sequential({
    layers: [
      ...layers,
      tf.layers.dense({
        ...(layers.length === 0 && { inputShape: [4] }),
        units: 1,
        kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }),
        ...options,
      }),
    ],
  });
const compile = (model: tf.LayersModel, optimizer: tf.Optimizer) =>
  model.compile({ optimizer, loss: 'meanSquaredError', metrics: ['mae'] });

/** Notes which pass it is called in, as layers without call arguments find it. */
class Noting extends tf.layers.Layer {
  static readonly className = 'TestNoting';
  readonly seen: (PassScope | undefined)[] = [];
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    this.seen.push(currentPass());
    return [inputs].flat()[0].clone();
  }
}

describe('in fit', () => {
  const passesSeen = async (rule: Rule, seed?: number) => {
    const noting = new Noting({ inputShape: [4] });
    const model = regression([noting]);
    compile(
      model,
      core.penalized(tf.train.sgd(0.1), rule, { ...(seed !== undefined && { seed }) }),
    );
    await model.fit(xs(), ys(), { epochs: 1, batchSize: 8, shuffle: false, verbose: 0 });
    return noting.seen.filter((pass) => pass !== undefined);
  };

  test('layers know the seed of the pass: one a step, others for another seed', async () => {
    const seen = await passesSeen(core.sam({ rho: 0.1 }));
    const seeds = seen.map(({ seed }) => seed);
    expect(seeds).toHaveLength(4);
    expect([seeds[0], seeds[2]]).toEqual([seeds[1], seeds[3]]);
    expect(seeds[0]).not.toBe(seeds[2]);
    expect(seen.map(({ batchStatistics }) => batchStatistics)).toEqual([
      'update',
      'keep',
      'update',
      'keep',
    ]);
    const again = await passesSeen(core.sam({ rho: 0.1 }));
    expect(again).toEqual(seen);
    const other = await passesSeen(core.sam({ rho: 0.1 }), 1);
    expect(other.map(({ seed }) => seed)).not.toEqual(seeds);
  });

  test('randomly draws by the seed', async () => {
    const rule = core.randomly(0.5, core.sam({ rho: 0.1 }));
    const counts = await Promise.all([0, 1, 2, 3, 4, 5].map((seed) => passesSeen(rule, seed)));
    expect(new Set(counts.map(({ length }) => length)).size).toBeGreaterThan(1);
  });

  test('learningRate can be read and changed in between, on every kind of optimizer', async () => {
    const { train } = tf;
    const optimizers = [
      train.sgd(0.1),
      train.momentum(0.1, 0.9),
      train.adam(0.1),
      train.adamax(0.1),
      train.adagrad(0.1),
      train.adadelta(0.1),
      train.rmsprop(0.1),
    ];
    for (const inner of optimizers) {
      const optimizer = core.penalized(inner, core.sam({ rho: 0.1 }));
      expect(optimizer.learningRate).toBe(0.1);
      const model = regression();
      compile(model, optimizer);
      (model.optimizer as typeof optimizer).learningRate = 0;
      const before = Array.from(model.getWeights()[0].dataSync());
      await model.fit(xs(), ys(), { epochs: 1, verbose: 0 });
      expect(Array.from(model.getWeights()[0].dataSync())).toEqual(before);
      optimizer.setLearningRate(0.2);
      expect(optimizer.learningRate).toBe(0.2);
    }
  });

  test('micro-batches, which fit cannot compute, are refused', async () => {
    for (const [rule, options] of [
      [core.sam({ rho: 0.1 }), { microBatches: 2 }],
      [core.mSharpness(core.sam({ rho: 0.1 }), 2), {}],
    ] as const) {
      const model = regression();
      compile(model, core.penalized(tf.train.sgd(0.1), rule, options));
      const before = tf.memory().numTensors;
      await expect(model.fit(xs(), ys(), { epochs: 1, verbose: 0 })).rejects.toThrow(
        'micro-batches',
      );
      expect(tf.memory().numTensors - before).toBeLessThanOrEqual(4);
    }
  });

  test.each<[string, () => tf.layers.Layer]>([
    ['lstm', () => tf.layers.lstm({ ...recurrent, batchInputShape: [2, 3, 2] })],
    ['gru', () => tf.layers.gru({ ...recurrent, batchInputShape: [2, 3, 2] })],
    ['simpleRNN', () => tf.layers.simpleRNN({ ...recurrent, batchInputShape: [2, 3, 2] })],
  ])('the state of a stateful %s moves once a step', async (_, layer) => {
    const losses = async (rule: Rule) => {
      const model = regression([layer()]);
      model.compile({
        optimizer: core.penalized(tf.train.sgd(0), rule),
        loss: 'meanSquaredError',
      });
      const found: number[] = [];
      for (let step = 0; step < 4; step++) {
        found.push((await model.trainOnBatch(tf.ones([2, 3, 2]), tf.ones([2, 1]))) as number);
      }
      model.resetStates();
      found.push((await model.trainOnBatch(tf.ones([2, 3, 2]), tf.ones([2, 1]))) as number);
      return found;
    };
    const expected = await losses(core.plain());
    expect(expected[1]).not.toBeCloseTo(expected[0], 4);
    expect(expected[4]).toBe(expected[0]);
    for (const rule of [core.sam({ rho: 0.05 }), core.curvatureSam()]) {
      expect(await losses(rule)).toEqual(expected);
    }
  });

  test('a layer that is unfrozen begins with a fresh memory', async () => {
    const frozen = tf.layers.dense({ inputShape: [4], units: 3, trainable: false });
    const model = regression([frozen]);
    const optimizer = core.penalized(tf.train.sgd(0.01), core.sparseSam({ rho: 0.1, every: 2 }));
    compile(model, optimizer);
    await model.fit(xs(), ys(), { epochs: 3, verbose: 0 });
    frozen.trainable = true;
    compile(model, optimizer);
    const before = Array.from(frozen.getWeights()[0].dataSync());
    await model.fit(xs(), ys(), { epochs: 3, verbose: 0 });
    expect(Array.from(frozen.getWeights()[0].dataSync())).not.toEqual(before);
    frozen.trainable = false;
    compile(model, optimizer);
    await model.fit(xs(), ys(), { epochs: 2, verbose: 0 });
    expect(optimizer.iterations).toBe(8);
  });

  test('steps that are not finite are skipped, so many in a row, and count for nothing', async () => {
    const good = [xs(8), ys(8)] as const;
    const bad = [tf.fill([8, 4], NaN), ys(8)] as const;
    const model = regression();
    const inner = tf.train.adam(0.1);
    compile(model, core.penalized(inner, core.sam({ rho: 0.1 }), { onNonFinite: { skip: 2 } }));
    await model.trainOnBatch(...good);
    const before = Array.from(model.getWeights()[0].dataSync());
    for (let i = 0; i < 2; i++) await model.trainOnBatch(...bad);
    expect(Array.from(model.getWeights()[0].dataSync())).toEqual(before);
    expect(inner.iterations).toBe(1);
    await model.trainOnBatch(...good);
    for (let i = 0; i < 2; i++) await model.trainOnBatch(...bad);
    await expect(model.trainOnBatch(...bad)).rejects.toThrow(core.NonFiniteGradientError);
  });

  test('diagnostics are there to be read until the next step', async () => {
    const model = regression();
    const optimizer = core.penalized(tf.train.sgd(0.01), core.sam({ rho: 0.1 }), { measure: true });
    compile(model, optimizer);
    const norms: number[] = [];
    await model.fit(xs(), ys(), {
      epochs: 2,
      verbose: 0,
      callbacks: {
        onBatchEnd: async () => {
          norms.push((await optimizer.diagnostics!.read()).gradientNorm);
        },
      },
    });
    expect(norms).toHaveLength(2);
    expect(norms.every((norm) => norm > 0)).toBe(true);
  });
});

const recurrent = {
  units: 3,
  stateful: true,
  kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }),
  recurrentInitializer: tf.initializers.glorotUniform({ seed: 2 }),
};

test('metrics of extra passes die with the next step, in an open scope too', async () => {
  const model = regression();
  const optimizer = core.penalized(tf.train.sgd(0.1), core.sam({ rho: 0.1 }));
  compile(model, optimizer);
  const [x, y] = [xs(), ys()];
  await model.trainOnBatch(x, y);
  tf.engine().startScope();
  const counts: number[] = [];
  for (let i = 0; i < 4; i++) {
    await model.trainOnBatch(x, y);
    counts.push(tf.memory().numTensors);
  }
  tf.engine().endScope();
  expect(new Set(counts).size).toBe(1);
});

describe('gradients taken elsewhere', () => {
  const setUp = () => {
    const w = tf.variable(tf.tensor1d([3, -4]));
    const loss = () => tf.tidy(() => tf.sum<tf.Scalar>(tf.square(w)));
    return { w, loss, optimizer: core.penalized(tf.train.sgd(0.1), core.sam({ rho: 0.5 })) };
  };

  test('do not follow the rule, and are refused', () => {
    const { w, loss, optimizer } = setUp();
    const { value, grads } = tf.variableGrads(loss, [w]);
    expect(() => optimizer.applyGradients(grads)).toThrow(
      "These gradients do not follow rule 'sam'. Take them from optimizer.computeGradients(f)",
    );
    tf.dispose([value, grads]);
  });

  test('by the optimizer may be changed before they are applied', () => {
    const { w, loss, optimizer } = setUp();
    const { value, grads } = optimizer.computeGradients(loss, [w]);
    const halved = { [w.name]: tf.mul(grads[w.name], 0.5) };
    optimizer.applyGradients(halved);
    expect(w.dataSync()[0]).toBeCloseTo(3 - 0.1 * 0.5 * 2 * 3 * 1.1, 5);
    tf.dispose([value, grads, halved]);
  });
});
