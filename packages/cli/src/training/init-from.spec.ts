import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlainTensor } from '@gnp/trainer';
import { loadCheckpoint } from '@gnp/trainer/node';
import { gnp, numbers, temporary, train } from '../../testing/gnp.js';

const first = join(temporary(), 'first');
beforeAll(() => train(first));

const weightsOf = async (dir: string) => (await loadCheckpoint(dir)).tensors.model;
/** Equal but for steps at a learning rate of almost nothing. */
function expectClose(found: PlainTensor, expected: PlainTensor) {
  expect(found.shape).toEqual(expected.shape);
  const differences = Array.from(found.data, (value, i) => Math.abs(value - expected.data[i]));
  expect(Math.max(...differences)).toBeLessThan(1e-6);
}
const still = ['learningRate={ schedule: constant, peak: 1.0e-9 }', 'l2=0', 'epochs=1'].map(
  (setting) => `--set=${setting}`,
);
const synthetic =
  '--set=dataset={ name: synthetic, classes: 3, height: 8, width: 8, channels: 1, train: 96, test: 32 }';

test('a run begins with the weights of another, under a schedule of its own', async () => {
  const dir = join(temporary(), 'second');
  const { status, err } = await train(dir, ...still, '--set=seed=5', '--init-from', first);
  expect(status).toBe(0);
  expect(err).toContain(
    `The model begins with the weights in ${join(first, 'checkpoints/step-00000006')}.`,
  );
  const [before, after] = [await weightsOf(first), await weightsOf(dir)];
  const kernels = Object.keys(before).filter((name) => name.endsWith('/kernel'));
  expect(kernels.length).toBeGreaterThan(2);
  for (const name of kernels) expectClose(after[name], before[name]);
  // it goes on without that run, and without a checkpoint begins as it began
  const lines = numbers(dir);
  rmSync(join(dir, 'checkpoints'), { recursive: true });
  expect((await gnp('train', '--resume', '--working-dir', dir)).status).toBe(0);
  expect(numbers(dir)).toEqual(lines);
  expect(await weightsOf(dir)).toEqual(after);
});

test('another number of classes gets a new last layer, which is named', async () => {
  const dir = join(temporary(), 'second');
  const { status, err } = await train(dir, synthetic, ...still, '--init-from', first);
  expect({ status, err }).toMatchObject({ status: 0 });
  expect(err).toMatch(
    /but for its last layer, which is new \(.*kernel.*\): 10 classes there, 3 here\./,
  );
  const [before, after] = [await weightsOf(first), await weightsOf(dir)];
  const differing = Object.keys(before).filter(
    (name) => before[name].shape.join() !== after[name].shape.join(),
  );
  for (const name of differing) expect(err).toContain(name);
  const same = Object.keys(before).filter(
    (name) => name.endsWith('/kernel') && !differing.includes(name),
  );
  for (const name of same) expectClose(after[name], before[name]);
});

test('another model is refused before anything is written, its parameters named', async () => {
  const dir = join(temporary(), 'second');
  const refused = async (...more: string[]) => {
    const { status, err } = await train(dir, '--init-from', first, ...more);
    expect(status).toBe(2);
    return err;
  };
  expect(await refused('--set=model.widthMultiplier=2')).toMatch(
    /are of another model \(here \/ there\): .*kernel.* \[.*\] \/ \[/,
  );
  expect((await gnp('train', '--resume', '--working-dir', dir)).status).toBe(2);
  const empty = temporary();
  writeFileSync(join(empty, 'file'), '');
  const none = await gnp('train', 'quickstart', '--init-from', empty);
  expect(none).toMatchObject({ status: 2 });
  expect(none.err).toContain('There are no checkpoints in');
  const resumed = await gnp('train', '--resume', '--working-dir', first, '--init-from', first);
  expect(resumed.err).toContain('leave --init-from out');
});

describe('seeds of parts', () => {
  const run = async (...settings: string[]) => {
    const dir = join(temporary(), 'run');
    const set = ['epochs=1', ...settings].map((setting) => `--set=${setting}`);
    expect((await train(dir, ...set)).status).toBe(0);
    return numbers(dir).map(({ loss }) => loss);
  };

  test('are the one seed unless they are set', async () => {
    const plain = await run('seed=4');
    expect(await run('seed=9', 'seeds={ data: 4, model: 4, steps: 4 }')).toEqual(plain);
    for (const part of ['data', 'model']) {
      expect(await run('seed=4', `seeds.${part}=5`)).not.toEqual(plain);
    }
  });
});

test('balanced sampling trains on as many images of every class', async () => {
  const dir = join(temporary(), 'run');
  const settings = ['--set=dataset.sampling=balanced', '--set=epochs=1'];
  expect((await train(dir, ...settings)).status).toBe(0);
  const plain = join(temporary(), 'plain');
  await train(plain, '--set=epochs=1');
  expect(numbers(dir).map(({ loss }) => loss)).not.toEqual(numbers(plain).map(({ loss }) => loss));
});
