import * as tf from '@tensorflow/tfjs';
import { NonFiniteGradientError, lookSam, plain } from '@gnp/core';
import { adamW, sgd } from '@gnp/optim';
import { renamed } from '../testing/renamed.js';
import { problem } from '../testing/problem.js';
import { CallbackError, train, trainStep, TrainingDataError } from './index.js';
import type { Batch, BatchSource, Callback, Checkpoint, TrainingOptions } from './index.js';

beforeAll(() => tf.setBackend('cpu'));
afterEach(() => tf.disposeVariables());

const valuesOf = (model: tf.LayersModel) =>
  model.getWeights().map((weight) => Array.from(weight.dataSync()));
const isTime = (key: string) => key === 'imagesPerSecond' || key.endsWith('Ms');
const withoutTimes = (lines: readonly object[]) =>
  lines.map((line) => Object.fromEntries(Object.entries(line).filter(([key]) => !isTime(key))));

test('is the exported step, batch by batch and epoch by epoch', async () => {
  const [one, other] = [problem(), problem()];
  const { history, finished, step, epoch } = await train({ ...one, logEverySteps: 1 });
  expect({ finished, step, epoch }).toEqual({ finished: true, step: 18, epoch: 3 });
  const steps = trainStep(other);
  let state = steps.firstState();
  const losses: number[] = [];
  for (let epoch = 0; epoch < 3; epoch++) {
    for await (const batch of other.data.epoch(epoch, { startBatch: 0 })) {
      const taken = steps.take(batch, state, { step: losses.length });
      ({ state } = taken);
      losses.push((await taken.numbers()).loss);
    }
  }
  expect(history.map(({ loss }) => loss)).toEqual(losses);
  expect(valuesOf(one.model)).toEqual(valuesOf(other.model));
  expect(losses.at(-1)).toBeLessThan(losses[0]);
});

test('logs means over the steps of a line, and the rest of each epoch', async () => {
  const run = problem();
  const { history } = await train({ ...run, testData: run.data, logEverySteps: 4, epochs: 1 });
  const each = (await train({ ...problem(), logEverySteps: 1, epochs: 1 })).history;
  const mean = (from: number, to: number) => {
    const sizes = [4, 4, 4, 4, 4, 2].slice(from, to);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    return sizes.reduce((sum, size, i) => sum + size * each[from + i].loss, 0) / total;
  };
  expect(history.map(({ split, step, epoch }) => [split, step, epoch])).toEqual([
    ['train', 4, 1],
    ['train', 6, 1],
    ['test', 6, 1],
  ]);
  expect(history[0].loss).toBeCloseTo(mean(0, 4), 10);
  expect(history[1].loss).toBeCloseTo(mean(4, 6), 10);
  expect(history[0]).toMatchObject({
    learningRate: 0.1,
    rule: { name: 'gnp', r: 0.05 },
    passes: 2,
  });
});

/** Stops a run after a step, and gives the checkpoint that was taken there. */
async function stoppedAt(at: number, options: TrainingOptions): Promise<Checkpoint> {
  let checkpoint: Checkpoint | undefined;
  const stopper: Callback = {
    onStepEnd: (run, { step }) => {
      if (step === at) run.stop();
    },
    async onTrainEnd(run, { reason }) {
      expect(reason).toBe('stopped');
      checkpoint = await run.checkpoint();
    },
  };
  const callbacks = [...(options.callbacks ?? []), stopper];
  const { finished, step } = await train({ ...options, callbacks });
  expect({ finished, step }).toEqual({ finished: false, step: at });
  return checkpoint!;
}

/** Counts its steps, and remembers them with a tensor beside. */
const counter = () => {
  let [steps, tensor] = [0, tf.scalar(0)];
  const callback: Callback = {
    name: 'counter',
    onStepEnd() {
      tensor.dispose();
      tensor = tf.scalar(++steps);
    },
    save: () => ({ values: { steps }, tensors: { tensor } }),
    load({ values, tensors }) {
      ({ steps } = values as { steps: number });
      tensor.dispose();
      tensor = tensors!.tensor as tf.Scalar;
    },
  };
  return { callback, counts: () => [steps, tensor.dataSync()[0]] };
};

test.each([4, 6, 11])(
  'stopped after step %p and resumed, it ends with the same bits',
  async (at) => {
    const withMore = () => ({
      ...problem(),
      rule: lookSam({ rho: 0.1 }),
      optimizer: adamW({ learningRate: (step) => 0.1 / (step + 1) }),
      logEverySteps: 4,
    });
    const [whole, first, second] = [withMore(), withMore(), withMore()];
    const { history } = await train(whole);
    const [before, after] = [counter(), counter()];
    const checkpoint = await stoppedAt(at, { ...first, callbacks: [before.callback] });
    const startFrom = structuredClone(checkpoint); // plain data
    const resumed = await train({
      ...second,
      startFrom: renamed(startFrom, second.model),
      callbacks: [after.callback],
    });
    expect(valuesOf(second.model)).toEqual(valuesOf(whole.model));
    expect(after.counts()).toEqual([18, 18]);
    const rest = history.filter(({ step }) => step > at);
    expect(withoutTimes(resumed.history)).toEqual(withoutTimes(rest));
  },
);

test('a checkpoint of another run changes nothing', async () => {
  const checkpoint = await stoppedAt(2, problem());
  const other = problem();
  const before = valuesOf(other.model);
  const { numTensors } = tf.memory();
  await expect(train({ ...other, startFrom: checkpoint })).rejects.toThrow(
    /The checkpoint's model has no '/,
  );
  const sameModel = renamed(checkpoint, other.model);
  const optimizer = adamW({ learningRate: 0.1 });
  const startFrom = { ...sameModel };
  await expect(train({ ...other, optimizer, startFrom })).rejects.toThrow(
    /The checkpoint's optimizer has no '/,
  );
  expect(valuesOf(other.model)).toEqual(before);
  expect(tf.memory().numTensors).toBe(numTensors);
});

test('calls callbacks in their order, each event with what belongs to it', async () => {
  const events: string[] = [];
  const note = (name: string): Callback => ({
    onTrainBegin: ({ epochs, batchesPerEpoch }) =>
      void events.push(`${name} begin ${epochs}×${batchesPerEpoch}`),
    onEpochBegin: ({ state }) => void events.push(`${name} epoch ${state.epoch}`),
    onStepEnd: (_, { step, epoch, images }) =>
      void events.push(`${name} step ${step} of ${epoch}: ${images}`),
    onMetrics: (_, { split, step }) => void events.push(`${name} ${split} ${step}`),
    onEpochEnd: async ({ state }) => {
      await Promise.resolve();
      events.push(`${name} end of ${state.epoch}`);
    },
    onTrainEnd: (_, { reason }) => void events.push(`${name} ${reason}`),
  });
  const run = problem();
  await train({ ...run, epochs: 1, testData: run.data, callbacks: [note('a'), note('b')] });
  const both = (what: string) => [`a ${what}`, `b ${what}`];
  expect(events).toEqual([
    ...both('begin 1×6'),
    ...both('epoch 0'),
    ...[4, 4, 4, 4, 4, 2].flatMap((size, i) => both(`step ${i + 1} of 1: ${size}`)),
    ...both('train 6'),
    ...both('test 6'),
    ...both('end of 1'),
    ...both('finished'),
  ]);
});

test('callbacks that save need names of their own', async () => {
  const stateful = (name?: string): Callback => ({ ...(name && { name }), save: () => ({}) });
  const run = problem();
  const names = [stateful('a'), stateful('a')];
  await expect(train({ ...run, callbacks: names })).rejects.toThrow("is the second one named 'a'");
  await expect(train({ ...run, callbacks: [stateful()] })).rejects.toThrow('has no name');
});

/** The problem's data, changed from a batch of the second epoch on. */
const changed = (data: BatchSource, change: (batch: Batch) => Batch | undefined): BatchSource => ({
  batchesPerEpoch: data.batchesPerEpoch,
  async *epoch(epoch, options) {
    let index = 0;
    for await (const batch of data.epoch(epoch, options)) {
      const given = epoch === 1 && index++ === 2 ? change(batch) : batch;
      if (!given) {
        tf.dispose([batch.images, batch.labels] as tf.Tensor[]);
        return;
      }
      yield given;
    }
  },
});

test.each<[string, (batch: Batch) => Batch | undefined, string]>([
  [
    'end early',
    () => undefined,
    "The source of data ended after 2 of the 6 batches of epoch 2 ('batchesPerEpoch').",
  ],
  [
    'throw',
    (batch) => {
      tf.dispose([batch.images, batch.labels] as tf.Tensor[]);
      throw new Error('cat.jpg is broken');
    },
    'The source of data failed at batch 3 of epoch 2: cat.jpg is broken',
  ],
  [
    'have another shape',
    (batch) => ({ ...batch, images: tf.tidy(() => tf.tile(batch.images as tf.Tensor, [1, 2])) }),
    'Batch 3 of epoch 2 cannot be used: its images have the shape [4, 4]; the model takes [any, 2].',
  ],
])(
  'data that %s: one line, a checkpoint that is whole, nothing leaked',
  async (_, change, message) => {
    const run = problem();
    let checkpoint: Checkpoint | undefined;
    const saver: Callback = {
      onTrainEnd: async (run, { reason }) => {
        expect(reason).toBe('failed');
        checkpoint = await run.checkpoint();
      },
    };
    const others: tf.Tensor[] = [];
    const data = changed(run.data, (batch) => {
      others.push(batch.images as tf.Tensor);
      return change(batch);
    });
    const before = tf.memory().numTensors;
    const error = await train({ ...run, data, callbacks: [saver] }).catch((e: unknown) => e);
    tf.dispose(others);
    expect(error).toBeInstanceOf(TrainingDataError);
    expect((error as Error).message).toBe(message);
    expect(tf.memory().numTensors).toBe(before);
    expect([checkpoint!.epoch, checkpoint!.batchIndex, checkpoint!.step]).toEqual([1, 2, 8]);
    const [whole, again] = [problem(), problem()];
    await train(whole);
    await train({ ...again, startFrom: renamed(checkpoint!, again.model) });
    expect(valuesOf(again.model)).toEqual(valuesOf(whole.model));
  },
);

test('an evaluation of part of the data is no result', async () => {
  const run = problem();
  const testData = { ...run.data, batchesPerEpoch: 7 };
  await expect(train({ ...run, testData })).rejects.toThrow(
    'ended after 6 of the 7 batches of test data',
  );
});

test('a run whose test fails is tested when it is resumed, and loses no line', async () => {
  const whole = problem();
  const expected = await train({ ...whole, testData: whole.data, logEverySteps: 4 });
  const run = problem();
  let isBroken = true;
  const testData: BatchSource = {
    ...run.data,
    epoch(epoch, options) {
      if (isBroken) throw new Error('the disk is gone');
      return run.data.epoch(epoch, options);
    },
  };
  let checkpoint: Checkpoint | undefined;
  const lines: object[] = [];
  const log: Callback = {
    onMetrics: (_, line) => void lines.push(line),
    onTrainEnd: async (run) => void (checkpoint = await run.checkpoint()),
  };
  const options = { testData, logEverySteps: 4, callbacks: [log] };
  await expect(train({ ...run, ...options })).rejects.toThrow(
    'batch 1 of test data: the disk is gone',
  );
  isBroken = false;
  const again = problem();
  await train({ ...again, ...options, startFrom: renamed(checkpoint!, again.model) });
  expect(withoutTimes(lines)).toEqual(withoutTimes(expected.history));
});

test.each(['onStepEnd', 'onMetrics', 'onEpochEnd'] as const)(
  'a run that ended by a callback in %s loses no line, nor logs one twice',
  async (event) => {
    const whole = problem();
    const expected = await train({ ...whole, testData: whole.data, logEverySteps: 3 });
    const run = problem();
    let checkpoint: Checkpoint | undefined;
    const lines: object[] = [];
    let calls = 0;
    const broken: Callback = {
      [event]: () => {
        if (++calls === 3) throw new Error('no');
      },
    };
    const log: Callback = {
      onMetrics: (_, line) => void lines.push(line),
      onTrainEnd: async (run) => void (checkpoint = await run.checkpoint()),
    };
    const options = { testData: run.data, logEverySteps: 3, callbacks: [broken, log] };
    await expect(train({ ...run, ...options })).rejects.toThrow(CallbackError);
    const again = problem();
    const startFrom = renamed(checkpoint!, again.model);
    await train({ ...again, ...options, startFrom });
    expect(withoutTimes(lines)).toEqual(withoutTimes(expected.history));
  },
);

test('no more batches are taken than make an epoch', async () => {
  const run = problem();
  let given = 0;
  const data: BatchSource = {
    batchesPerEpoch: 2,
    *epoch() {
      for (; ; given++) yield { images: tf.zeros([1, 2]), labels: tf.zeros([1], 'int32') };
    },
  };
  expect(await train({ ...run, data })).toMatchObject({ step: 6, finished: true });
  expect(given).toBe(3 * 1);
});

describe('numbers that are not finite', () => {
  const broken = (count: number) => {
    const run = problem();
    let left = count;
    const preprocess = (images: tf.Tensor) => tf.mul(images, left-- > 0 ? NaN : 1);
    return { ...run, rule: plain(), optimizer: sgd({ learningRate: 0.1 }), preprocess };
  };

  test('stop the run, and free what it held', async () => {
    const run = broken(1);
    const before = tf.memory().numTensors;
    await expect(train(run)).rejects.toThrow(NonFiniteGradientError);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('may be skipped, so many in a row', async () => {
    const skipped: boolean[] = [];
    const callbacks: Callback[] = [
      { onStepEnd: (_, { isSkipped }) => void skipped.push(isSkipped) },
    ];
    const { history } = await train({ ...broken(3), skipNonFinite: 3, callbacks, epochs: 1 });
    expect(skipped).toEqual([true, true, true, false, false, false]);
    expect(history[0]).toMatchObject({ skippedSteps: 3 });
    expect(Number.isFinite(history[0].loss)).toBe(true);
    await expect(train({ ...broken(4), skipNonFinite: 3 })).rejects.toThrow('at step 3');
  });
});

test.each<[Partial<TrainingOptions>, string]>([
  [{ epochs: 0 }, 'epochs must be a whole number of at least 1, got 0'],
  [{ logEverySteps: 0.5 }, 'logEverySteps must be'],
  [{ evaluateEveryEpochs: -1 }, 'evaluateEveryEpochs must be'],
  [{ skipNonFinite: NaN }, 'skipNonFinite must be'],
  [{ data: {} as BatchSource }, 'data.batchesPerEpoch must be'],
  [{ classWeights: [1, 2, 3] }, 'There are 3 class weights; the model has 2 classes'],
])('%j is refused before the first step', async (wrong, message) => {
  await expect(train({ ...problem(), ...wrong })).rejects.toThrow(message);
});
