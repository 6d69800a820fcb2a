import * as tf from '@tensorflow/tfjs';
import { problem } from '../testing/problem.js';
import { renamed } from '../testing/renamed.js';
import { budget, evaluate, stopEarly, train, weightAverage } from './index.js';
import type { Callback, Checkpoint, Ending, MetricsLine, TrainingOptions } from './index.js';

beforeAll(() => tf.setBackend('cpu'));
afterEach(() => tf.disposeVariables());

/** A run of 3 epochs of 6 steps with tests. */
const tested = (): TrainingOptions => {
  const run = problem();
  return { ...run, testData: run.data };
};

/** Notes how a run ended, and takes a checkpoint there. */
function watcher() {
  const seen: { ending?: Ending; checkpoint?: Checkpoint } = {};
  const callback: Callback = {
    async onTrainEnd(run, ending) {
      seen.ending = ending;
      seen.checkpoint = structuredClone(await run.checkpoint());
    },
  };
  return { seen, callback };
}

const tests = (history: readonly MetricsLine[]) =>
  history.filter(({ split }) => split === 'test').map(({ step, epoch }) => [step, epoch]);

describe('a budget of steps', () => {
  test.each([
    [1, [[1, 1]]],
    [4, [[4, 1]]],
    [6, [[6, 1]]],
    [
      9,
      [
        [6, 1],
        [9, 2],
      ],
    ],
  ])('of %i ends as done, its last state tested once', async (steps, expected) => {
    const { seen, callback } = watcher();
    const callbacks = [budget({ steps }), callback];
    const result = await train({ ...tested(), callbacks });
    const early = `its budget of ${steps} steps is used up`;
    expect(result).toMatchObject({ finished: true, step: steps, early });
    expect(tests(result.history)).toEqual(expected);
    expect(seen.ending).toEqual({ reason: 'finished', early });
    expect(seen.checkpoint).toMatchObject({ step: steps, state: { early, testedStep: steps } });
  });

  test('that is met between two tests has another test', async () => {
    const options = { ...tested(), evaluateEveryEpochs: 2, callbacks: [budget({ steps: 6 })] };
    expect(tests((await train(options)).history)).toEqual([[6, 1]]);
  });

  test('resumed it is done at once; with a larger one it goes on with the same bits', async () => {
    const { seen, callback } = watcher();
    await train({ ...tested(), callbacks: [budget({ steps: 4 }), callback] });
    const again = tested();
    const startFrom = renamed(seen.checkpoint!, again.model);
    const done = await train({ ...again, startFrom, callbacks: [budget({ steps: 4 })] });
    expect(done).toMatchObject({ finished: true, step: 4, history: [] });
    const more = await train({ ...again, startFrom, callbacks: [budget({ steps: 8 })] });
    const whole = tested();
    const { history } = await train({ ...whole, callbacks: [budget({ steps: 8 })] });
    expect(tests(more.history)).toEqual(tests(history));
    expect(again.model.getWeights().map((w) => Array.from(w.dataSync()))).toEqual(
      whole.model.getWeights().map((w) => Array.from(w.dataSync())),
    );
  });

  test('as long as the run changes nothing', async () => {
    const { finished, early } = await train({ ...tested(), callbacks: [budget({ steps: 18 })] });
    expect({ finished, early }).toEqual({ finished: true, early: undefined });
  });
});

test('a budget of time counts all sittings, tests among them', async () => {
  const { seen, callback } = watcher();
  const stop: Callback = { onStepEnd: (run, { step }) => void (step === 3 && run.stop()) };
  await train({ ...tested(), callbacks: [stop, callback] });
  const { checkpoint } = seen;
  const resume = async (elapsedMs: number) => {
    const options = tested();
    const state = { ...checkpoint!.state, elapsedMs };
    const startFrom = renamed({ ...checkpoint!, state }, options.model);
    return train({ ...options, startFrom, callbacks: [budget({ minutes: 60 })] });
  };
  expect(await resume(0)).toMatchObject({ finished: true, early: undefined, step: 18 });
  const early = 'its budget of 60 min is used up';
  const over = await resume(3_600_000);
  expect(over).toMatchObject({ finished: true, early, step: 3 });
  expect(tests(over.history)).toEqual([[3, 1]]);
});

test('what was counted at its last test is given, that of the trained weights', async () => {
  const run = tested();
  const asked = { confusion: true, predictions: true };
  const callbacks = [weightAverage({ decay: 0.9 })];
  const { confusion, predictions } = await train({ ...run, ...asked, callbacks });
  const { model, data } = run;
  expect(await evaluate({ model, data, ...asked })).toMatchObject({ confusion, predictions });
  const plain = await train(tested());
  expect([plain.confusion, plain.predictions]).toEqual([undefined, undefined]);
});

test('without test data it ends as done all the same', async () => {
  const result = await train({ ...problem(), callbacks: [budget({ steps: 2 })] });
  expect(result).toMatchObject({ finished: true, step: 2 });
  expect(tests(result.history)).toEqual([]);
});

test('run.stop ends it to go on another time, untested', async () => {
  const stop: Callback = { onStepTaken: (run) => run.stop() };
  const result = await train({ ...tested(), callbacks: [stop] });
  expect(result).toMatchObject({ finished: false, early: undefined, step: 1, history: [] });
});

describe('early stopping', () => {
  /** Lines of tests with these figures in place of the true ones, one an epoch. */
  function withFigures(figures: readonly number[], options: TrainingOptions, inner: Callback) {
    const forged: Callback = {
      ...inner,
      onMetrics: (run, line) => {
        if (line.split !== 'test') return;
        return inner.onMetrics!(run, { ...line, errorRate: figures[line.epoch - 1] });
      },
    };
    return train({ ...options, epochs: figures.length, callbacks: [forged] });
  }

  test.each([
    ['two in a row that are no better', [0.5, 0.4, 0.4, 0.41, 0.1], { patience: 2 }, 4],
    ['a better one in between', [0.5, 0.5, 0.4, 0.4, 0.3], { patience: 2 }, 5],
    ['less than minDelta better', [0.5, 0.45, 0.41, 0.1], { patience: 2, minDelta: 0.1 }, 3],
    ['what is not a number', [0.5, NaN, 0.1], { patience: 1 }, 2],
    ['not a number from the first', [NaN, NaN, 0.1], { patience: 2 }, 2],
  ])('counts %s', async (_, figures, options, epochs) => {
    const { early, epoch, finished, history } = await withFigures(
      figures,
      tested(),
      stopEarly(options),
    );
    expect({ epoch, finished }).toEqual({ epoch: epochs, finished: true });
    expect(early?.startsWith('early stopping: errorRate') ?? false).toBe(epochs < figures.length);
    expect(tests(history)).toHaveLength(epochs);
  });

  test('its count survives being resumed, and so does its end', async () => {
    const still = () => ({ ...tested(), epochs: 9 });
    const patience = { patience: 2, metric: 'loss', minDelta: 100 } as const;
    const whole = await train({ ...still(), callbacks: [stopEarly(patience)] });
    expect(whole).toMatchObject({ epoch: 3, finished: true });
    const { seen, callback } = watcher();
    const stop: Callback = { onStepEnd: (run, { step }) => void (step === 14 && run.stop()) };
    await train({ ...still(), callbacks: [stopEarly(patience), stop, callback] });
    const options = still();
    const startFrom = renamed(seen.checkpoint!, options.model);
    const { seen: end, callback: last } = watcher();
    const callbacks = [stopEarly(patience), last];
    const resumed = await train({ ...options, startFrom, callbacks });
    expect(resumed).toMatchObject({ epoch: 3, finished: true, early: whole.early });
    const done = { ...still(), callbacks: [stopEarly(patience)] };
    const again = await train({ ...done, startFrom: renamed(end.checkpoint!, done.model) });
    expect(again).toMatchObject({ epoch: 3, finished: true, early: whole.early, history: [] });
  });

  test.each([
    ['averaged.loss', 'an average of the weights'],
    ['top5ErrorRate', 'more than 5 classes'],
  ] as const)('says what %s needs', async (metric, needs) => {
    const run = train({ ...tested(), callbacks: [stopEarly({ patience: 1, metric })] });
    await expect(run).rejects.toThrow(`tell no '${metric}', which needs ${needs}`);
  });
});

test.each([
  ['stopEarly needs patience', () => stopEarly({} as { patience: number })],
  ['patience', () => stopEarly({ patience: 0 })],
  ['metric', () => stopEarly({ patience: 1, metric: 'accuracy' as 'loss' })],
  ['budget needs minutes or steps', () => budget({})],
  ['steps', () => budget({ steps: 1.5 })],
  ['minutes', () => budget({ minutes: 0 })],
])('impossible options are refused: %s', (message, make) => {
  expect(make).toThrow(message);
});
