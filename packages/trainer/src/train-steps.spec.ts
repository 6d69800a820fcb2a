import * as tf from '@tensorflow/tfjs';
import { problem } from '../testing/problem.js';
import { renamed } from '../testing/renamed.js';
import { train } from './index.js';
import type { Callback, Checkpoint } from './index.js';

beforeAll(() => tf.setBackend('cpu'));
afterEach(() => tf.disposeVariables());

const places = (lines: readonly { split: string; step: number; epoch: number }[]) =>
  lines.map(({ split, step, epoch }) => [split, step, epoch]);

// an epoch of the problem has 6 batches
test('a run can end within an epoch, with its metrics and a test', async () => {
  const run = { ...problem(), epochs: 9, logEverySteps: 1 };
  const seen: number[][] = [];
  const watch: Callback = {
    onTrainBegin: ({ epochs, totalSteps }) => void seen.push([epochs, totalSteps]),
    onEpochEnd: ({ state }) => void seen.push([state.epoch, state.step]),
  };
  const result = await train({ ...run, steps: 8, testData: run.data, callbacks: [watch] });
  expect(result).toMatchObject({ finished: true, step: 8, epoch: 2 });
  expect(seen).toEqual([
    [2, 8],
    [1, 6],
    [2, 8],
  ]);
  expect(places(result.history).slice(-3)).toEqual([
    ['train', 7, 2],
    ['train', 8, 2],
    ['test', 8, 2],
  ]);
  const whole = (await train({ ...problem(), epochs: 2, logEverySteps: 1 })).history;
  const losses = result.history.filter(({ split }) => split === 'train').map(({ loss }) => loss);
  expect(losses).toEqual(whole.slice(0, 8).map(({ loss }) => loss));
});

test.each([
  [1, 1, 1],
  [6, 6, 1],
  [12, 12, 2],
  [99, 18, 3],
])('of at most %d steps and 3 epochs it takes %d, in %d', async (steps, step, epoch) => {
  expect(await train({ ...problem(), epochs: 3, steps })).toMatchObject({ step, epoch });
});

test('it goes on to the same end', async () => {
  const options = { epochs: 9, steps: 8, logEverySteps: 1 };
  const expected = await train({ ...problem(), ...options });
  let startFrom: Checkpoint | undefined;
  const stop: Callback = {
    async onStepEnd(run, { step }) {
      if (step !== 7) return;
      startFrom = await run.checkpoint();
      run.stop();
    },
  };
  const stopped = await train({ ...problem(), ...options, callbacks: [stop] });
  expect(stopped).toMatchObject({ finished: false, step: 7 });
  const again = { ...problem(), ...options };
  const goOn = { startFrom: renamed(startFrom!, again.model) };
  const { history, finished } = await train({ ...again, ...goOn });
  expect([finished, places(history), history[0].loss]).toEqual([
    ...[true, [['train', 8, 2]], expected.history[7].loss],
  ]);
});

test('no steps are refused', async () => {
  await expect(train({ ...problem(), steps: 0 })).rejects.toThrow(
    'steps must be a whole number of at least 1',
  );
});
