import * as tf from '@tensorflow/tfjs';
import { gnp, penalized, plain, sam } from '../index.js';

/** Three classes of points in the plane, one-hot labels: separable, so a small network fits them. */
const points = () => {
  const x: number[][] = [];
  const y: number[][] = [];
  for (let i = 0; i < 48; i++) {
    const label = i % 3;
    const angle = (2 * Math.PI * label) / 3 + 0.3 * Math.sin(7 * i);
    x.push([Math.cos(angle), Math.sin(angle)]);
    y.push([0, 1, 2].map((k) => (k === label ? 1 : 0)));
  }
  return { x: tf.tensor2d(x), y: tf.tensor2d(y) };
};

const network = () => {
  const kernel = (seed: number) => tf.initializers.glorotNormal({ seed });
  return tf.sequential({
    layers: [
      tf.layers.dense({ inputShape: [2], units: 8, kernelInitializer: kernel(1) }),
      tf.layers.batchNormalization(),
      tf.layers.activation({ activation: 'relu' }),
      tf.layers.dense({ units: 3, activation: 'softmax', kernelInitializer: kernel(2) }),
    ],
  });
};

const weightsOf = (model: tf.LayersModel) =>
  model.getWeights().map((w) => Array.from(w.dataSync()));

beforeAll(() => tf.setBackend('cpu'));

describe('penalized', () => {
  test('trains a compiled model with fit, without leaks', async () => {
    const { x, y } = points();
    const model = network();
    const optimizer = penalized(tf.train.adam(0.02), gnp({ r: 0.05, alpha: 0.8 }));
    model.compile({ optimizer, loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
    await model.fit(x, y, { epochs: 1, batchSize: 16, shuffle: false, verbose: 0 });
    const before = tf.memory().numTensors;
    const { history } = await model.fit(x, y, {
      epochs: 12,
      batchSize: 16,
      shuffle: false,
      verbose: 0,
    });
    expect(tf.memory().numTensors).toBe(before);
    expect(history['loss'].at(-1)).toBeLessThan(0.3);
    expect(history['acc'].at(-1)).toBeGreaterThan(0.95);
    expect(optimizer.iterations).toBe(39);
    expect(optimizer.diagnostics?.passes).toBe(2);
  });

  test('moves stock batch-norm averages once a step, by the unperturbed pass', async () => {
    const { x, y } = points();
    const averages = async (rule: ReturnType<typeof plain>) => {
      const model = network();
      model.compile({
        optimizer: penalized(tf.train.sgd(0), rule),
        loss: 'categoricalCrossentropy',
      });
      await model.trainOnBatch(x, y);
      return weightsOf(model).slice(4, 6);
    };
    const [mean, variance] = await averages(sam({ rho: 0.5 }));
    expect(mean.some((value) => value !== 0)).toBe(true);
    expect([mean, variance]).toEqual(await averages(plain()));
  });

  test('with the plain rule updates exactly as the wrapped optimizer', async () => {
    const { x, y } = points();
    const train = async (optimizer: tf.Optimizer) => {
      const model = network();
      model.compile({ optimizer, loss: 'categoricalCrossentropy' });
      await model.fit(x, y, { epochs: 2, batchSize: 16, shuffle: false, verbose: 0 });
      return weightsOf(model);
    };
    const adam = () => tf.train.adam(0.01);
    expect(await train(penalized(adam(), plain()))).toEqual(await train(adam()));
  });

  test('works in minimize, with all trainable variables or a list of them', () => {
    const w = tf.variable(tf.tensor1d([3, -4]));
    const frozen = tf.variable(tf.scalar(1), false);
    const loss = () => tf.tidy(() => tf.mul<tf.Scalar>(frozen, tf.sum(tf.square(w))));
    const optimizer = penalized(tf.train.sgd(0.1), sam({ rho: 0.5 }));
    // ∇ at w + ρ·w/‖w‖ is 2·w·(1 + 0.5/5)
    const expected = [3, -4].map((v) => v - 0.1 * 2 * v * 1.1);
    expect(optimizer.minimize(loss)).toBeNull();
    Array.from(w.dataSync()).forEach((v, i) => expect(v).toBeCloseTo(expected[i], 5));
    const cost = optimizer.minimize(loss, true, [w]);
    expect(cost?.dataSync()[0]).toBeCloseTo(expected[0] ** 2 + expected[1] ** 2, 4);
    expect(optimizer.iterations).toBe(2);
    tf.dispose([w, frozen, cost!]);
  });

  test('trainOnBatch reports loss and metrics of the unperturbed parameters first', async () => {
    const { x, y } = points();
    const report = async (optimizer: tf.Optimizer) => {
      const model = network();
      model.compile({ optimizer, loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
      return (await model.trainOnBatch(x, y)) as number[];
    };
    const expected = await report(tf.train.sgd(0.1));
    const reported = await report(penalized(tf.train.sgd(0.1), sam({ rho: 2 })));
    expect(reported.slice(0, 2)).toEqual(expected);
  });

  test('fitDataset leaks nothing', async () => {
    const { x, y } = points();
    const data = tf.data.zip({
      xs: tf.data.array(x.arraySync()),
      ys: tf.data.array(y.arraySync()),
    });
    const model = network();
    const optimizer = penalized(tf.train.sgd(0.1), sam({ rho: 0.05 }));
    model.compile({ optimizer, loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
    const batches = data.batch(16);
    await model.fitDataset(batches, { epochs: 1, verbose: 0 });
    const before = tf.memory().numTensors;
    await model.fitDataset(batches, { epochs: 3, verbose: 0 });
    expect(tf.memory().numTensors).toBe(before);
  });

  test('saves and restores its step count and the wrapped optimizer', async () => {
    const w = tf.variable(tf.tensor1d([1, 2]));
    const loss = () => tf.tidy(() => tf.sum<tf.Scalar>(tf.square(w)));
    const optimizer = penalized(tf.train.adam(0.1), sam({ rho: 0.1 }));
    for (let i = 0; i < 3; i++) optimizer.minimize(loss, false, [w]);
    const start = Array.from(w.dataSync());
    const saved = await optimizer.getWeights();

    const restored = penalized(tf.train.adam(0.1), sam({ rho: 0.1 }));
    await restored.setWeights(saved);
    expect(restored.iterations).toBe(3);
    optimizer.minimize(loss, false, [w]);
    const expected = Array.from(w.dataSync());
    w.assign(tf.tensor1d(start));
    restored.minimize(loss, false, [w]);
    expect(Array.from(w.dataSync())).toEqual(expected);
    w.dispose();
  });
});
