import * as tf from '@tensorflow/tfjs';
import { plain } from '@gnp/core';
import { allVariables } from '@gnp/models';
import { sgd } from '@gnp/optim';
import { circle } from '../testing/problem.js';
import { assignVariables, averageIn, evaluate, tensorBatches, train } from './index.js';
import { weightAverage } from './index.js';
import type { Callback, Checkpoint, TrainingOptions } from './index.js';

beforeAll(() => tf.setBackend('cpu'));
afterEach(() => tf.disposeVariables());

/** A network with a batch norm, whose names are the same each time, and the circle's points. */
function problem(): TrainingOptions {
  const { points, labels } = circle();
  const examples = { images: tf.tensor2d(points), labels: tf.tensor1d(labels, 'int32') };
  const start = (seed: number) => tf.initializers.glorotUniform({ seed });
  const layers = [
    tf.layers.dense({
      inputShape: [2],
      units: 8,
      activation: 'relu',
      kernelInitializer: start(1),
      name: 'hidden',
    }),
    tf.layers.batchNormalization({ name: 'norm', momentum: 0.9 }),
    tf.layers.dense({ units: 2, kernelInitializer: start(2), name: 'out' }),
  ];
  return {
    model: tf.sequential({ layers }),
    data: tensorBatches(examples, { batchSize: 4 }),
    testData: tensorBatches(examples, { batchSize: 4, shuffle: false }),
    rule: plain(),
    optimizer: sgd({ learningRate: 0.1 }),
    epochs: 3,
  };
}

const valuesOf = (model: tf.LayersModel) =>
  Object.values(allVariables(model)).map((variable) => Array.from(variable.dataSync()));

/** Notes all variables before the first step and after each. */
function recorder() {
  const recorded: number[][][] = [];
  const note = ({ model }: { model: tf.LayersModel }) => void recorded.push(valuesOf(model));
  return { recorded, callback: { onTrainBegin: note, onStepTaken: note } };
}

const withoutTimes = (lines: readonly object[]) =>
  lines.map((line) => Object.entries(line).filter(([key]) => !/Ms$|PerSecond/.test(key)));

describe.each([
  { decay: 0.9, warmup: true },
  { decay: 0.9, warmup: false },
  { decay: 0.2, warmup: true },
  { decay: 0, warmup: true },
])('of %p', (options) => {
  test('is what a loop in float64 makes of the recorded weights', async () => {
    const { recorded, callback } = recorder();
    const average = weightAverage(options);
    await train({ ...problem(), callbacks: [average, callback] });
    const expected = recorded[0].map((values) => [...values]);
    recorded.slice(1).forEach((weights, i) => {
      const t = i + 1;
      const d = options.warmup ? Math.min(options.decay, (1 + t) / (10 + t)) : options.decay;
      weights.forEach((values, k) =>
        values.forEach((value, j) => {
          expected[k][j] = d * expected[k][j] + (1 - d) * value;
        }),
      );
    });
    const found = Object.values(average.values()!).map(({ data }) => Array.from(data));
    expect(recorded).toHaveLength(19);
    expect(found.flat()).toHaveLength(expected.flat().length);
    found.flat().forEach((value, i) => expect(value).toBeCloseTo(expected.flat()[i], 5));
  });
});

test('weights that stay as they are are their own average, to the bit', async () => {
  const options = { ...problem(), optimizer: sgd({ learningRate: 0 }) };
  const kernel = Array.from(options.model.trainableWeights[0].read().dataSync());
  const average = weightAverage({ decay: 0.999 });
  await train({ ...options, callbacks: [average] });
  expect(Array.from(Object.values(average.values()!)[0].data)).toEqual(kernel);
});

test('tests tell of it beside the weights, which it leaves to the bit as they are', async () => {
  const [with_, without] = [problem(), problem()];
  const average = weightAverage({ decay: 0.8 });
  const { history } = await train({ ...with_, callbacks: [average] });
  const other = await train(without);
  const own = history.map(({ averaged: _, ...line }) => line);
  expect(withoutTimes(own)).toEqual(withoutTimes(other.history));
  expect(valuesOf(with_.model)).toEqual(valuesOf(without.model));
  assignVariables(with_.model, average.values()!);
  const evaluation = { model: with_.model, data: with_.testData! };
  const { loss, errorRate } = await evaluate(evaluation);
  expect(history.at(-1)).toMatchObject({ split: 'test', averaged: { loss, errorRate } });
  expect(loss).not.toBe(history.at(-1)!.loss);
});

/** Stops a run after a step, and gives the checkpoint that the callbacks after the average take. */
function stopper(at: number) {
  const taken: { checkpoint?: Checkpoint } = {};
  const callback: Callback = {
    onStepEnd: (run, { step }) => {
      if (step === at) run.stop();
    },
    async onTrainEnd(run) {
      taken.checkpoint = structuredClone(await run.checkpoint());
    },
  };
  return { taken, callback };
}

test.each([3, 6, 11])('stopped after step %p and resumed, it has the same bits', async (at) => {
  const whole = weightAverage({ decay: 0.9 });
  const { history } = await train({ ...problem(), callbacks: [whole] });
  const { taken, callback } = stopper(at);
  await train({ ...problem(), callbacks: [weightAverage({ decay: 0.9 }), callback] });
  const resumed = weightAverage({ decay: 0.9 });
  const options = { ...problem(), startFrom: taken.checkpoint, callbacks: [resumed] };
  const rest = await train(options);
  expect(resumed.values()).toEqual(whole.values());
  const later = history.filter(({ step }) => step > at);
  expect(withoutTimes(rest.history.filter(({ step }) => step > at))).toEqual(withoutTimes(later));
});

test('a checkpoint holds it; one without begins it there', async () => {
  const { taken, callback } = stopper(18);
  const average = weightAverage({ decay: 0.9 });
  await train({ ...problem(), callbacks: [average, callback] });
  expect(averageIn(taken.checkpoint!)).toEqual(average.values());
  const { taken: bare, callback: other } = stopper(6);
  await train({ ...problem(), callbacks: [other] });
  expect(averageIn(bare.checkpoint!)).toBeUndefined();
  const still = { ...problem(), optimizer: sgd({ learningRate: 0, momentum: 0.9 }) };
  const late = weightAverage({ decay: 0.9 });
  const startFrom = { ...bare.checkpoint! };
  await train({ ...still, startFrom, callbacks: [late] });
  const key = Object.keys(late.values()!)[0];
  expect(late.values()![key]).toEqual(bare.checkpoint!.tensors.model[key]);
});

test('leaks nothing, also where a test fails, and the callback can be used again', async () => {
  const options = problem();
  const average = weightAverage({ decay: 0.9 });
  const failing = {
    batchesPerEpoch: 2,
    epoch: () => [{ images: new Float32Array(4), shape: [2, 2], labels: Int32Array.of(0, 1) }],
  };
  await train({ ...options, callbacks: [average] });
  const before = tf.memory().numTensors;
  await train({ ...options, callbacks: [average] });
  const run = train({ ...options, testData: failing, callbacks: [average] });
  await expect(run).rejects.toThrow('ended after 1 of the 2 batches');
  expect(tf.memory().numTensors).toBe(before);
});

test.each([
  [{ decay: 1 }, /decay.*below 1/],
  [{ decay: -0.1 }, /decay/],
  [{}, 'needs decay'],
])('%p is refused', (options, message) => {
  expect(() => weightAverage(options as { decay: number })).toThrow(message);
});
