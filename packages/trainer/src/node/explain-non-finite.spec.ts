import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { NonFiniteGradientError } from '@gnp/core';
import { sgd } from '@gnp/optim';
import { problem } from '../../testing/problem.js';
import { train } from '../index.js';
import type { BatchSource } from '../index.js';
import { explainNonFinite } from './index.js';

beforeAll(() => tf.setBackend('cpu'));
afterEach(() => tf.disposeVariables());

/** Thirty steps, of which the last has a value near the largest of float32. */
const wild: BatchSource = {
  batchesPerEpoch: 30,
  *epoch(_, { startBatch }) {
    for (let i = startBatch; i < 30; i++) {
      const batch = { images: Float32Array.of(1, 2), shape: [1, 2], labels: Int32Array.of(i % 2) };
      yield i < 29 ? batch : { ...batch, images: Float32Array.of(1, 3e38) };
    }
  },
};

async function failure() {
  const dir = mkdtempSync(join(tmpdir(), 'gnp-'));
  const path = join(dir, 'non-finite.json');
  const optimizer = sgd({ learningRate: (step) => 0.01 / (step + 1) });
  const callbacks = [explainNonFinite(dir)];
  const run = { ...problem(), optimizer, epochs: 1, logEverySteps: 5, callbacks };
  const error = (await train({ ...run, data: wild }).catch((error: unknown) => error)) as Error;
  return { run, path, error };
}

test('tells of the last twenty steps, and the error names the file and the parameter', async () => {
  const { path, error, run } = await failure();
  expect(error).toBeInstanceOf(NonFiniteGradientError);
  const { parameters, message } = error as NonFiniteGradientError;
  expect(parameters![0]).toMatch(/^hidden/);
  expect(message).toContain(`The first gradient that is not finite is that of '${parameters![0]}'`);
  expect(message).toContain(`The steps before are in ${path}.`);
  const found = JSON.parse(readFileSync(path, 'utf8'));
  expect(found).toMatchObject({ step: 30, epoch: 1, pass: 0, parameters });
  expect(found.rule).toMatchObject({ name: 'gnp', r: 0.05, alpha: 0.8 });
  const steps = found.stepsBefore as Record<string, number>[];
  expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 20 }, (_, i) => 10 + i));
  for (const step of steps) {
    expect(step).toMatchObject({ hyperparameters: { r: 0.05, alpha: 0.8 } });
    expect(step.learningRate).toBeCloseTo(0.01 / step.step, 12);
    expect(step.gradientNorm).toBeGreaterThan(0);
    expect(step.updateNorm !== undefined).toBe(step.step % 5 === 0);
  }
  await train({ ...run, data: { ...wild, batchesPerEpoch: 5 } });
  expect(existsSync(path)).toBe(false);
});

test('other failures leave no such file', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'gnp-'));
  const data = { ...wild, batchesPerEpoch: 40 };
  const broken = { ...data, epoch: () => [] };
  const run = train({ ...problem(), data: broken, callbacks: [explainNonFinite(dir)] });
  await expect(run).rejects.toThrow('ended after 0');
  expect(existsSync(join(dir, 'non-finite.json'))).toBe(false);
});
