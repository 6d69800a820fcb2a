import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { plain } from '@gnp/core';
import { adamW } from '@gnp/optim';
import { problem } from '../../testing/problem.js';
import { readDoubles, readFields, readRecords } from '../../testing/read-events.js';
import type { Callback } from '../callback.js';
import { train } from '../index.js';
import { logTensorBoard } from './index.js';
import { histogramOf } from './histogram.js';

beforeAll(() => tf.setBackend('cpu'));
afterEach(() => tf.disposeVariables());

type Counts = Record<string, readonly number[]>;

/** The counts of the histograms in a folder, by step and tag. */
function countsIn(dir: string): [number, Counts][] {
  const [file] = readdirSync(dir);
  const events = readRecords(readFileSync(join(dir, file))).map(readFields);
  return events.flatMap(([, [, step], [field, summary]]) => {
    const values = field === 5 ? readFields(summary as Uint8Array) : [];
    const histograms = values.flatMap(([, value]) => {
      const [[, tag], [kind, proto]] = readFields(value as Uint8Array);
      if (kind !== 5) return [];
      const [, counts] = readFields(proto as Uint8Array).slice(-2);
      return [[new TextDecoder().decode(tag as Uint8Array), readDoubles(counts[1])] as const];
    });
    return histograms.length > 0 ? [[Number(step), Object.fromEntries(histograms)]] : [];
  });
}

const ofParameters = (state: tf.NamedTensorMap) =>
  Object.fromEntries(Object.entries(state).filter(([name]) => /^(mean|variance)\//.test(name)));

const countsOf = (prefix: string, tensors: tf.NamedTensorMap): Counts =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [
      `${prefix}/${name}`,
      histogramOf(tensor.dataSync())!.counts,
    ]),
  );

test('logs what the optimizer is given and what it holds, every so many steps, and keeps no tensor', async () => {
  const run = { ...problem(), rule: plain(), optimizer: adamW({ learningRate: 0.1 }) };
  const seen: [number, Counts][] = [];
  const watch: Callback = {
    onGradients: ({ state: { step, optimizer } }, gradients) =>
      void seen.push([
        step + 1,
        { ...countsOf('gradients', gradients), ...countsOf('optimizer', ofParameters(optimizer)) },
      ]),
  };
  const before = tf.memory().numTensors;
  const dir = mkdtempSync(join(tmpdir(), 'gnp-histograms-'));
  const callbacks = [logTensorBoard(dir, { histogramsEverySteps: 4 }), watch];
  await train({ ...run, epochs: 2, callbacks });
  expect(tf.memory().numTensors).toBe(before);
  expect(seen).toHaveLength(12);
  expect(countsIn(dir)).toEqual([seen[3], seen[7], seen[11]]);
  const tags = Object.keys(seen[3][1]).map((tag) => tag.replace(/\d+/, ''));
  expect(tags).toEqual(expect.arrayContaining(['gradients/hidden/kernel', 'gradients/out/bias']));
  expect(tags.filter((tag) => tag.startsWith('optimizer/'))).toHaveLength(8);
});

test.each([0, -1, 1.5])('every %p steps is refused', (histogramsEverySteps) => {
  expect(() => logTensorBoard('', { histogramsEverySteps })).toThrow(
    `histogramsEverySteps must be a whole number of at least 1`,
  );
});
