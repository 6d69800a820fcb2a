import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { run } from '@gnp/cli';
import type { MetricsLine } from '@gnp/trainer';
import { readMetrics } from '@gnp/trainer/node';
import * as core from '@gnp/core';
import { adamW, asOptimizer } from '@gnp/optim';
import { useUnreadableBackend } from './unreadable-backend.js';

// gnp chooses among backends by name; this one is of the tests
jest.mock('@gnp/backends', () => ({
  ...jest.requireActual<object>('@gnp/backends'),
  useBackend: jest.fn(async (name: string) => {
    if (name === 'unreadable') await useUnreadableBackend();
    else await tf.setBackend(name);
    return { name, version: '0', description: 'a test', settings: [], skipped: [] };
  }),
}));

/** A few steps of a narrow network: the plain backends are slow. */
const settings = [
  'dataset.trainImages=40',
  'batchSize=16',
  'epochs=1',
  'logEverySteps=2',
  'model.widthMultiplier=0.25',
  'learningRate.warmupEpochs=0',
  'dataset.validationFraction=0.02',
];

async function train(backend: string, more: readonly string[]): Promise<MetricsLine[]> {
  const dir = join(mkdtempSync(join(tmpdir(), 'gnp-')), 'run');
  const silent = ['log', 'error'] as const;
  const spies = silent.map((name) => jest.spyOn(console, name).mockImplementation(() => {}));
  const progress = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const set = [...settings, ...more].map((setting) => `--set=${setting}`);
  const working = ['--backend', backend, '--working-dir', dir];
  const status = await run(['train', 'quickstart', ...working, ...set]);
  const said = spies[1].mock.calls.flat().join('\n');
  [...spies, progress].forEach((spy) => spy.mockRestore());
  if (status !== 0) throw new Error(said);
  return readMetrics(join(dir, 'metrics.jsonl'));
}

const isTime = (key: string) => key === 'imagesPerSecond' || key.endsWith('Ms');
/** Figures of the average of the weights, by names of their own. */
const averagedOf = ({ averaged }: MetricsLine) =>
  typeof averaged === 'object'
    ? Object.fromEntries(Object.entries(averaged).map(([key, value]) => [`averaged ${key}`, value]))
    : {};
const flat = (lines: readonly MetricsLine[]) =>
  lines.flatMap((line) =>
    Object.entries({ ...line, ...averagedOf(line) }).flatMap(([key, value]) =>
      typeof value === 'number' && !isTime(key) ? [[`${line.step} ${key}`, value] as const] : [],
    ),
  );

describe('gnp train gives the same metrics without a synchronous read', () => {
  const runs: [string, string[]][] = [
    ['gnp', ['microBatches=2']],
    ['a rule with memory', ['rule.name=look-sam', 'rule.rho=0.05', 'optimizer.name=adamw']],
    [
      'an average of the weights, and a budget of steps',
      ['weightAverage.decay=0.9', 'stepBudget=2'],
    ],
    ['a rule that decides by a number', ['rule.name=adaptive-sam', 'rule.rho=0.05']],
  ];
  const expected = new Map<string, ReturnType<typeof flat>>();
  // all on cpu first: tfjs-layers keeps scalars of the backend that it began with
  beforeAll(async () => {
    for (const [name, more] of runs) expected.set(name, flat(await train('cpu', more)));
  });

  test.each(runs)('%s', async (name, more) => {
    const found = flat(await train('unreadable', more));
    const wanted = expected.get(name)!;
    expect(found.length).toBeGreaterThan(15);
    expect(found.map(([key]) => key)).toEqual(wanted.map(([key]) => key));
    found.forEach(([key, value], i) => {
      const difference = Math.abs(value - wanted[i][1]) / Math.max(1, Math.abs(wanted[i][1]));
      expect({ key, close: difference < 1e-4 }).toEqual({ key, close: true });
    });
  });
});

test('a run that diverges there names the step, when its numbers come', async () => {
  const wild = ['learningRate.peak=1e30', 'gradientClipping=null'];
  await expect(train('unreadable', wild)).rejects.toThrow(/pass \d at step \d+ is not finite/);
});

describe('penalized, where numbers come late', () => {
  const make = (inner: () => tf.Optimizer, onNonFinite: core.NonFinitePolicy) => {
    const w = tf.variable(tf.tensor1d([3, -4]));
    const average = tf.variable(tf.scalar(1), false);
    const optimizer = core.penalized(inner(), core.friendlySam({ rho: 0.1 }), { onNonFinite });
    const minimize = (factor: number) =>
      optimizer.minimize(
        (pass) => {
          if (pass.index === 0) tf.tidy(() => average.assign(tf.add(average, 1)));
          return tf.tidy(() => tf.mul<tf.Scalar>(tf.sum(tf.square(w)), factor));
        },
        false,
        [w],
      );
    return { w, average, optimizer, minimize };
  };
  const numbers = async (weights: core.NamedTensor[]) =>
    Promise.all(
      weights
        .filter(({ name }) => name !== 'iter')
        .map(async ({ tensor }) => Array.from(await tensor.data())),
    );

  beforeEach(() => useUnreadableBackend());

  test.each<[string, () => tf.Optimizer]>([
    ['tf.train.adam', () => tf.train.adam(0.1)],
    ['tf.train.momentum', () => tf.train.momentum(0.1, 0.9)],
    ['adamW', () => asOptimizer(adamW({ learningRate: 0.1 }))],
  ])('a step of %s that is not finite changes nothing on the device', async (_, inner) => {
    const { w, average, optimizer, minimize } = make(inner, { skip: 1 });
    minimize(1);
    minimize(1);
    const [values, state] = [await w.data(), await numbers(await optimizer.getWeights())];
    minimize(NaN);
    const { skipped } = await optimizer.diagnostics!.read();
    expect(skipped).toMatchObject({ step: 2, pass: 0 });
    expect(await w.data()).toEqual(values);
    expect((await average.data())[0]).toBe(3);
    expect(await numbers(await optimizer.getWeights())).toEqual(state);
    minimize(1);
    expect((await optimizer.diagnostics!.read()).skipped).toBeUndefined();
    expect(await w.data()).not.toEqual(values);
  });

  test('one more than may be skipped in a row is an error that names the step and the pass', async () => {
    const { minimize } = make(() => tf.train.sgd(0.1), { skip: 1 });
    for (const factor of [1, NaN, NaN]) {
      minimize(factor);
      await new Promise(setImmediate);
    }
    expect(() => minimize(1)).toThrow('of pass 0 at step 2 is not finite');
  });

  test('is an error at the step after, where it may not be skipped', async () => {
    const { w, optimizer, minimize } = make(() => tf.train.sgd(0.1), 'throw');
    minimize(1);
    const values = await w.data();
    minimize(Infinity);
    await expect(optimizer.diagnostics!.read()).rejects.toThrow(core.NonFiniteGradientError);
    expect(await w.data()).toEqual(values);
    await new Promise(setImmediate);
    expect(() => minimize(1)).toThrow('of pass 0 at step 1 is not finite');
  });

  test('a rule that must read in the middle of a step is refused', () => {
    const w = tf.variable(tf.scalar(1));
    const optimizer = core.penalized(tf.train.sgd(0.1), core.adaptiveSam({ rho: 0.1 }));
    expect(() => optimizer.minimize(() => tf.square(w), false, [w])).toThrow(
      "Rule 'adaptive-sam' reads numbers in the middle of a step, which backend 'unreadable' gives",
    );
  });
});
