import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useBackend } from '@gnp/backends';
import { run } from '@gnp/cli';
import { gnp } from '@gnp/core';
import { createLoader, resolveAugmentation, labelNoise, takeSubset } from '@gnp/data';
import { loadDataset } from '@gnp/data/node';
import { createModel } from '@gnp/models';
import { chain, clipByGlobalNorm, sgd } from '@gnp/optim';
import { foldIn } from '@gnp/random';
import { l2, normalizer, train } from '@gnp/trainer';
import type { MetricsLine } from '@gnp/trainer';
import { createRunFolder, loadCheckpoint, readMetrics, recordRun } from '@gnp/trainer/node';
import { warmupCosine } from '@gnp/warmup';

const isTime = (key: string) => key === 'imagesPerSecond' || key.endsWith('Ms');
const withoutTimes = (lines: readonly MetricsLine[]) =>
  lines.map((line) => Object.fromEntries(Object.entries(line).filter(([key]) => !isTime(key))));
const temporary = () => mkdtempSync(join(tmpdir(), 'gnp-'));
const [images, epochs, batchSize] = [200, 3, 64];

/** The quickstart, as a program would write it. */
async function quickstart(dir: string): Promise<void> {
  await useBackend('wasm');
  const dataset = await loadDataset({ name: 'digits' });
  const { shape, channels, classes, test } = dataset;
  const few = takeSubset(dataset.train, images, 0);
  const data = createLoader(labelNoise(few, classes, { share: 0.4 }), {
    batchSize,
    seed: foldIn(0, 'data'),
    augment: resolveAugmentation('crop'),
  });
  const [warmupSteps, totalSteps] = [1, epochs].map((count) => count * data.batchesPerEpoch);
  await train({
    model: createModel('resnet8', {
      classes,
      channels,
      imageSize: [shape!.height, shape!.width],
      seed: foldIn(0, 'model'),
    }),
    data,
    testData: createLoader(test, { batchSize: 256, shuffle: false }),
    preprocess: normalizer(dataset),
    rule: gnp({ r: 0.2, alpha: 0.8 }),
    optimizer: chain(
      clipByGlobalNorm(5),
      sgd({ learningRate: warmupCosine({ peak: 0.1, warmupSteps, totalSteps }) }),
    ),
    weightPenalty: l2(5e-4),
    epochs,
    callbacks: recordRun(await createRunFolder(dir, { recipe: 'quickstart, by hand' })),
  });
}

test('the quickstart has the same bits from the command and from a program', async () => {
  const [byCommand, byProgram] = [temporary(), temporary()];
  const silent = [
    jest.spyOn(console, 'log').mockReturnValue(),
    jest.spyOn(console, 'error').mockReturnValue(),
    jest.spyOn(process.stderr, 'write').mockReturnValue(true),
  ];
  const set = [`dataset.trainImages=${images}`, `epochs=${epochs}`, `batchSize=${batchSize}`];
  const overrides = set.flatMap((one) => ['--set', one]);
  const folder = ['--working-dir', byCommand, '--backend', 'wasm'];
  expect(await run(['train', 'quickstart', ...overrides, ...folder])).toBe(0);
  silent.forEach((spy) => spy.mockRestore());
  await quickstart(byProgram);
  const [lines, others] = [byCommand, byProgram].map((dir) =>
    withoutTimes(readMetrics(join(dir, 'metrics.jsonl'))),
  );
  expect(lines.filter(({ split }) => split === 'test')).toHaveLength(epochs);
  expect(others).toEqual(lines);
  const [one, other] = await Promise.all([byCommand, byProgram].map((dir) => loadCheckpoint(dir)));
  expect(other.step).toBe(one.step);
  for (const part of ['model', 'optimizer'] as const) {
    const [found, wanted] = [other, one].map(({ tensors }) => Object.values(tensors[part]));
    expect(found.map(({ data }) => data)).toEqual(wanted.map(({ data }) => data));
  }
});
