import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { faults, faultyDisk } from '../../testing/faulty-disk.js';
import type { Fault } from '../../testing/faulty-disk.js';
import { problem } from '../../testing/problem.js';
import { renamed } from '../../testing/renamed.js';
import { tensorBatches, train } from '../index.js';
import { createRunFolder, loadCheckpoint, openRunFolder, recordRun, resumeRun } from './index.js';

beforeAll(() => tf.setBackend('cpu'));
afterEach(() => tf.disposeVariables());

/** Trains in a folder, from its beginning or from where it stands. */
async function begin(dir: string): Promise<void> {
  const { images, labels, ...options } = problem();
  const data = tensorBatches({ images, labels }, { batchSize: 22 });
  const isNew = !existsSync(join(dir, 'config.yaml'));
  const folder = isNew ? await createRunFolder(dir, { a: 1 }) : await openRunFolder(dir);
  const checkpoint = isNew ? undefined : await resumeRun(folder);
  await train({
    ...options,
    data,
    testData: data,
    epochs: 2,
    logEverySteps: 1,
    startFrom: checkpoint && renamed(checkpoint, options.model),
    callbacks: recordRun(folder, { everyEpochs: 1 }),
  });
}

const times = /"(imagesPerSecond|\w+Ms)":[^,}]*,?/g;

/** Everything of a run but its times, and what a writer that died leaves for a minute. */
async function outcome(dir: string) {
  const { step, tensors } = await loadCheckpoint(dir);
  return {
    step,
    numbers: Object.values(tensors).map((map) =>
      Object.values(map).map((tensor) => Array.from(tensor.data as Float32Array)),
    ),
    log: readFileSync(join(dir, 'metrics.jsonl'), 'utf8').replaceAll(times, ''),
    checkpoints: readdirSync(join(dir, 'checkpoints')),
  };
}

const newFolder = () => join(mkdtempSync(join(tmpdir(), 'gnp-disk-')), 'run');

/** A sitting of a run in which the n-th change of the disk goes wrong, and what it said. */
async function runWith(fault: Fault, nth: number, dir = newFolder()) {
  const disk = faultyDisk(fault, nth);
  const error = await begin(dir).then(
    () => undefined,
    (error: Error) => error,
  );
  disk.restore();
  tf.disposeVariables();
  return { dir, error, changes: disk.changes() };
}

test.each(faults)(
  'a run whose disk would %s any of its changes ends with the same bits',
  async (fault) => {
    const whole = await runWith('refuse', 0);
    expect(whole.error).toBeUndefined();
    const { checkpoints, ...expected } = await outcome(whole.dir);
    expect(whole.changes).toBeGreaterThan(30);
    for (let nth = 1; nth <= whole.changes; nth++) {
      const { dir, error } = await runWith(fault, nth);
      expect([nth, error === undefined]).toEqual([nth, fault === 'shorten']);
      const again = error && (await runWith(fault, 0, dir));
      expect([nth, again?.error]).toEqual([nth, undefined]);
      const { checkpoints: saved, ...found } = await outcome(dir);
      expect([nth, found]).toEqual([nth, expected]);
      // a run that fails but lives has saved where it was
      expect([nth, saved]).toEqual([nth, fault === 'refuse' ? saved : checkpoints]);
      tf.disposeVariables();
    }
  },
);
