import * as tf from '@tensorflow/tfjs';
import { problem } from '../testing/problem.js';
import { CallbackError, train } from './index.js';
import type { Callback } from './index.js';

beforeAll(() => tf.setBackend('cpu'));
afterEach(() => tf.disposeVariables());

describe.each([
  'onTrainBegin',
  'onEpochBegin',
  'onGradients',
  'onStepTaken',
  'onStepEnd',
  'onTest',
  'onMetrics',
  'onEpochEnd',
  'onTrainEnd',
] as const)('a callback that throws in %s', (event) => {
  test('ends the run with one line; the others are told, and nothing leaks', async () => {
    const endings: string[] = [];
    const seen: Callback = { onTrainEnd: (_, { reason }) => void endings.push(reason) };
    const broken: Callback = {
      name: 'broken',
      [event]: () => {
        throw new Error('the disk is full');
      },
    };
    const run = problem();
    const testData = run.data;
    const before = tf.memory().numTensors;
    const error = await train({ ...run, testData, callbacks: [seen, broken, seen] }).catch(
      (e: unknown) => e,
    );
    expect(error).toBeInstanceOf(CallbackError);
    expect((error as Error).message).toBe(`Callback 'broken' failed in ${event}: the disk is full`);
    expect(endings).toEqual(
      event === 'onTrainBegin'
        ? ['failed']
        : event === 'onTrainEnd'
          ? ['finished', 'finished']
          : ['failed', 'failed'],
    );
    expect(tf.memory().numTensors).toBe(before);
  });
});

test('what fails last is told with what failed first', async () => {
  const broken: Callback = {
    name: 'broken',
    onStepEnd: () => Promise.reject(new Error('one')),
    onTrainEnd: () => Promise.reject(new Error('two')),
  };
  await expect(train({ ...problem(), callbacks: [broken] })).rejects.toThrow(
    "Callback 'broken' failed in onStepEnd: one Then: Callback 'broken' failed in onTrainEnd: two",
  );
});
