import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { readMetrics } from '@gnp/trainer/node';

const command = fileURLToPath(new URL('../../../packages/cli/bin/gnp.js', import.meta.url));
let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'gnp-workers-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// Node.js warns where both are set
const { FORCE_COLOR: _, NO_COLOR: __, ...env } = process.env;

/** Trains on digits with the built command, whose images so many threads augment. */
async function train(workers: number) {
  const dir = join(folder, String(workers));
  const sets = [
    `dataset.workers=${workers}`,
    'dataset.augmentation=[{name: pad-and-crop, padding: 1}, {name: randaugment}]',
    'dataset.batchAugmentation=mixcut',
    'dataset.trainImages=90',
    'batchSize=32',
    'epochs=2',
    'logEverySteps=1',
    'learningRate.warmupEpochs=0',
    'backend=wasm',
  ].map((set) => `--set=${set}`);
  const args = [command, 'train', 'quickstart', '--working-dir', dir, ...sets];
  await promisify(execFile)(process.execPath, args, { env, timeout: 60_000 });
  return readMetrics(join(dir, 'metrics.jsonl')).map(({ split, step, loss, errorRate }) => {
    return { split, step, loss, errorRate };
  });
}

test('gnp train gives the same numbers, whatever threads make the batches, and ends', async () => {
  const here = await train(0);
  expect(here.map(({ split }) => split).join(' ')).toBe(
    'train train train test train train train test',
  );
  expect(await train(1)).toEqual(here);
  expect(await train(4)).toEqual(here);
});
