import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { problem } from '../../testing/problem.js';
import { renamed } from '../../testing/renamed.js';
import { train } from '../index.js';
import type { Callback, TrainingOptions } from '../index.js';
import {
  createRunFolder,
  listCheckpoints,
  loadCheckpoint,
  openRunFolder,
  readMetrics,
  recordRun,
  resumeRun,
  stopOnInterrupt,
} from './index.js';

beforeAll(() => tf.setBackend('cpu'));
afterEach(() => tf.disposeVariables());

const newFolder = () => createRunFolder(join(mkdtempSync(join(tmpdir(), 'gnp-')), 'run'), { a: 1 });
const steps = async (dir: string) => (await listCheckpoints(dir)).map(({ step }) => step);
const tested = (): TrainingOptions => {
  const run = problem();
  return { ...run, testData: run.data, epochs: 4 };
};
const times = /"(imagesPerSecond|\w+Ms)":[^,}]*,?/g;
const logOf = (path: string) => readFileSync(path, 'utf8').replaceAll(times, '');

test('fills a run folder', async () => {
  const folder = await newFolder();
  const { history } = await train({ ...tested(), callbacks: recordRun(folder) });
  expect(readMetrics(folder.metricsPath)).toEqual(JSON.parse(JSON.stringify(history)));
  expect(readdirSync(folder.dir).map((name) => name.replace(/tfevents.*/, ''))).toEqual(
    expect.arrayContaining(['checkpoints', 'config.yaml', 'events.out.', 'metrics.jsonl']),
  );
  const { step, epoch, config } = await loadCheckpoint(folder.dir);
  expect({ step, epoch, config }).toEqual({ step: 24, epoch: 4, config: { a: 1 } });
});

test('lines of tests tell the time of the test, and of what came between: checkpoints, and more', async () => {
  const callbacks = recordRun(await newFolder(), { everyEpochs: 2 });
  const { history, elapsedMs } = await train({ ...tested(), callbacks });
  const tests = history.filter((line) => line.split === 'test');
  const sum = tests.reduce((total, { testTimeMs }) => total + testTimeMs!, 0);
  expect(sum).toBeGreaterThan(0);
  expect(sum).toBeLessThan(elapsedMs);
  // at the end of the second epoch at the latest
  expect(tests[0].checkpointTimeMs).toBe(0);
  expect(tests[1].checkpointTimeMs! + tests[2].checkpointTimeMs!).toBeGreaterThan(0);
  for (const { checkpointTimeMs, otherTimeMs } of tests)
    expect(otherTimeMs).toBeGreaterThan(checkpointTimeMs!);
});

test('keeps checkpoints every so many epochs, the newest, and the best', async () => {
  const folder = await newFolder();
  const run = tested();
  let epoch = 0;
  // the second test is the best
  const errorRates = [0.4, 0.1, 0.3, 0.2];
  const [rewind, log, board, save] = recordRun(folder, { everyEpochs: 1, keep: 1 });
  const tampered: Callback = {
    ...save,
    onMetrics: (run, line) =>
      save.onMetrics?.(
        run,
        line.split === 'test' ? { ...line, errorRate: errorRates[epoch++] } : line,
      ),
  };
  await train({ ...run, callbacks: [rewind, log, board, tampered] });
  expect(await steps(folder.dir)).toEqual([12, 24]);
  const { state } = await loadCheckpoint(folder.dir);
  expect(state.callbacks.saveCheckpoints).toEqual({ best: { step: 12, errorRate: 0.1 } });
});

test('keeps them by time, with the lines of metrics, from which the run goes on', async () => {
  const [whole, folder] = [await newFolder(), await newFolder()];
  await train({ ...tested(), logEverySteps: 4, callbacks: recordRun(whole) });
  const saved: number[] = [];
  const [rewind, log, board, save] = recordRun(folder, { everyMinutes: 1e-9, keep: 9 });
  const killed: Callback = {
    async onMetrics({ state }, { split }) {
      if (split === 'test') return;
      saved.push((await steps(folder.dir)).at(-1)!);
      expect(saved.at(-1)).toBe(state.step);
      if (state.step === 16) throw new Error('killed');
    },
  };
  const callbacks = [rewind, log, board, { ...save, onTrainEnd: () => {} }, killed];
  await expect(train({ ...tested(), logEverySteps: 4, callbacks })).rejects.toThrow('killed');
  expect(saved).toEqual([4, 6, 8, 12, 16]);
  const run = tested();
  const startFrom = renamed((await resumeRun(folder))!, run.model);
  await train({ ...run, logEverySteps: 4, startFrom, callbacks: recordRun(folder) });
  expect(logOf(folder.metricsPath)).toBe(logOf(whole.metricsPath));
});

test.each([0, -1, NaN])('%p minutes between checkpoints are refused', async (everyMinutes) => {
  const folder = await newFolder();
  expect(() => recordRun(folder, { everyMinutes })).toThrow(
    'everyMinutes must be a finite number above 0',
  );
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s stops the run where it can go on', async (signal, status) => {
  const [whole, folder] = [await newFolder(), await newFolder()];
  await train({ ...tested(), callbacks: recordRun(whole) });
  const told: boolean[] = [];
  const interrupt: Callback = {
    onStepEnd(_, { step }) {
      if (step !== 9) return;
      process.emit(signal, signal);
      process.emit('SIGINT', 'SIGINT'); // impatient
    },
  };
  const stop = stopOnInterrupt((isFirst) => told.push(isFirst));
  const listeners = process.listenerCount(signal);
  const stopped = await train({ ...tested(), callbacks: [...recordRun(folder), stop, interrupt] });
  expect(stopped).toMatchObject({ finished: false, step: 9 });
  expect([told, process.listenerCount(signal)]).toEqual([[true, false], listeners]);
  expect(stop.exitStatus()).toBe(status);
  expect((await steps(folder.dir)).at(-1)).toBe(9);
  const again = await openRunFolder(folder.dir, { a: 1 });
  const run = tested();
  const checkpoint = await resumeRun(again);
  const startFrom = renamed(checkpoint!, run.model);
  await train({ ...run, startFrom, callbacks: recordRun(again) });
  expect(logOf(folder.metricsPath)).toBe(logOf(whole.metricsPath));
  const [one, other] = await Promise.all([whole, folder].map(({ dir }) => loadCheckpoint(dir)));
  const data = ({ tensors }: typeof one) => Object.values(tensors.model).map(({ data }) => data);
  expect(data(other)).toEqual(data(one));
});

test('where data fail, the checkpoint is of the last whole step, and the log goes as far', async () => {
  const folder = await newFolder();
  const run = tested();
  const data = {
    ...run.data,
    *epoch(epoch: number, options: { startBatch: number }) {
      let index = 0;
      for (const batch of run.data.epoch(epoch, options) as Iterable<never>) {
        if (epoch === 2 && index++ === 3) throw new Error('the disk is gone');
        yield batch;
      }
    },
  };
  const failing = train({ ...run, data, logEverySteps: 1, callbacks: recordRun(folder) });
  await expect(failing).rejects.toThrow(
    'The source of data failed at batch 4 of epoch 3: the disk is gone',
  );
  expect(readMetrics(folder.metricsPath).at(-1)).toMatchObject({ split: 'train', step: 15 });
  expect(await loadCheckpoint(folder.dir)).toMatchObject({ step: 15, epoch: 2, batchIndex: 3 });
});

test('a run that is stopped right after the test that failed before logs that test once', async () => {
  const folder = await newFolder();
  const run = tested();
  const testData = {
    ...run.data,
    epoch(): never {
      throw new Error('the disk is gone');
    },
  };
  const options = { everyEpochs: 9 };
  const failing = train({ ...run, testData, callbacks: recordRun(folder, options) });
  await expect(failing).rejects.toThrow('the disk is gone');
  for (const epochs of [1, 2]) {
    const again = tested();
    const startFrom = renamed((await resumeRun(folder))!, again.model);
    const stop: Callback = {
      onEpochEnd: (run) => void (run.state.epoch === epochs && run.stop()),
    };
    // an equal error is not the best, so that no checkpoint is due for it
    const [rewind, log, board, save] = recordRun(folder, options);
    const callbacks = [rewind, log, board, { ...save, onMetrics: undefined }, stop];
    await train({ ...again, startFrom, callbacks });
  }
  const lines = readMetrics(folder.metricsPath).filter(({ split }) => split === 'test');
  expect(lines.map(({ step }) => step)).toEqual([6, 12]);
});

test('where training diverges, the last checkpoint stays as it is', async () => {
  const folder = await newFolder();
  const run = tested();
  let batches = 0;
  const preprocess = (x: tf.Tensor) => tf.mul(x, batches++ < 14 ? 1 : NaN);
  const failing = train({
    ...run,
    testData: undefined,
    preprocess,
    callbacks: recordRun(folder, { everyEpochs: 1 }),
  });
  await expect(failing).rejects.toThrow('not finite');
  expect(await steps(folder.dir)).toEqual([6, 12]);
});

test('where the checkpoint cannot be written, it says so once', async () => {
  const folder = await newFolder();
  const [, , , save] = recordRun(folder);
  const bad: Callback = { name: 'bad', save: () => ({ values: { loss: NaN } }) };
  const failing = train({ ...tested(), callbacks: [bad, save] });
  await expect(failing).rejects.toThrow(
    /^Callback 'saveCheckpoints' failed in onEpochEnd: checkpoint\.contents\.state\.callbacks\.bad\.loss is NaN, which JSON cannot hold; [^.]*\.$/,
  );
});
