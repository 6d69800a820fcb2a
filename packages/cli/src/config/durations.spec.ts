import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { gnp, numbers, small, temporary } from '../../testing/gnp.js';
import { buildRule } from '../training/build-rule.js';
import { learningRateOf } from '../training/build-optimizer.js';
import { loadConfig } from './load-config.js';

const load = (...set: string[]) => loadConfig('quickstart', { set });

test('steps take the place of epochs, and the other way round', async () => {
  const { config } = await load('steps=5000', 'learningRate.warmupSteps=100');
  expect(config.steps).toBe(5000);
  expect(config).not.toHaveProperty('epochs');
  expect(config.learningRate).toEqual(
    expect.objectContaining({ schedule: 'cosine', peak: 0.1, warmupSteps: 100 }),
  );
  expect(config.learningRate).not.toHaveProperty('warmupEpochs');
  expect((await load('steps=5000', 'epochs=3')).config).toMatchObject({ epochs: 3 });

  const path = join(mkdtempSync(join(tmpdir(), 'gnp-')), 'config.yaml');
  writeFileSync(path, stringify(config));
  expect((await loadConfig(path)).config).toEqual(config);
  const { config: back } = await loadConfig(path, { set: ['learningRate.warmupEpochs=0.5'] });
  expect(back.learningRate).not.toHaveProperty('warmupSteps');
});

test('another schedule keeps the warmup in steps', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'gnp-')), 'mine.yaml');
  writeFileSync(path, stringify({ extends: 'quickstart', learningRate: { warmupSteps: 9 } }));
  const { config } = await loadConfig(path, { set: ['learningRate.schedule=constant'] });
  expect(config.learningRate).toEqual({ schedule: 'constant', peak: 0.1, warmupSteps: 9 });
});

test('the same lengths in either unit are the same schedule and rule', async () => {
  const rule = ['rule.r=0.4', 'rule.warmup=r'];
  const epochs = await load('epochs=10', 'learningRate.warmupEpochs=2', ...rule);
  const steps = await load('steps=1000', 'learningRate.warmupSteps=200', ...rule);
  const own = await load('steps=1000', 'rule.warmupSteps=200', ...rule);
  const [expected, rate] = [epochs, steps].map(({ config }) => learningRateOf(config, 100));
  const rules = [epochs, steps, own].map(({ config }) => buildRule(config, 100));
  for (const step of [0, 50, 200, 600, 1000]) {
    expect(rate(step)).toBe(expected(step));
    const [first, ...others] = rules.map((rule) => rule.numbersAt(step));
    for (const other of others) expect(other).toEqual(first);
  }
});

test('lengths in images are steps of whole batches', async () => {
  const set = ['images=10000', 'batchSize=64', 'learningRate.warmupImages=1000'];
  const { config } = await load(...set, 'rule.warmup=r', 'rule.warmupImages=500');
  expect(config).toMatchObject({ steps: 157, learningRate: { warmupSteps: 16 } });
  expect(config.rule).toMatchObject({ warmupSteps: 8 });
  expect(config).not.toHaveProperty('epochs');
  expect(config).not.toHaveProperty('images');
  expect(config.learningRate).not.toHaveProperty('warmupEpochs');
  expect(config.learningRate).not.toHaveProperty('warmupImages');
  expect((await load('images=10000', 'epochs=3')).config).toMatchObject({ epochs: 3 });
  expect((await load('images=1')).config).toMatchObject({ steps: 1 });
});

test('a warmup in images that no longer fits is shortened', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'gnp-')), 'mine.yaml');
  const recipe = { extends: 'quickstart', images: 64000, learningRate: { warmupImages: 6400 } };
  writeFileSync(path, stringify(recipe));
  const { config, notes } = await loadConfig(path, { set: ['images=6400'] });
  expect(config).toMatchObject({ steps: 100, learningRate: { warmupSteps: 10 } });
  expect(notes).toEqual([
    "The run has 6400 images in place of 64000: 'learningRate.warmupImages' is 640 in place of 6400.",
  ]);
  const smoke = await loadConfig(path, { smoke: true });
  expect(smoke.config).toMatchObject({ epochs: 2, learningRate: { warmupEpochs: 0.5 } });
});

test('a warmup in steps that no longer fits is shortened', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'gnp-')), 'mine.yaml');
  const recipe = { extends: 'quickstart', steps: 1000, learningRate: { warmupSteps: 100 } };
  writeFileSync(path, stringify(recipe));
  const { config, notes } = await loadConfig(path, { set: ['steps=50'] });
  expect(config.learningRate.warmupSteps).toBe(5);
  expect(notes).toEqual([
    "The run has 50 steps in place of 1000: 'learningRate.warmupSteps' is 5 in place of 100.",
  ]);
  const smoke = await loadConfig(path, { smoke: true });
  expect(smoke.config).toMatchObject({ epochs: 2, learningRate: { warmupEpochs: 0.5 } });
});

test.each<[object, string]>([
  [{ steps: 3 }, "'epochs' and 'steps' are both given; leave one of them out."],
  [{ epochs: null }, "'epochs' is missing: how often the training images are gone through; or"],
  [{ images: 3 }, "'epochs' and 'images' are both given; leave one of them out."],
  [{ epochs: null, images: 0 }, "'images' is 0; it must be at least 1."],
  [
    { learningRate: { schedule: 'constant', peak: 1, warmupEpochs: 1, warmupImages: 2 } },
    "'learningRate.warmupEpochs' and 'learningRate.warmupImages' are both given",
  ],
  [{ epochs: null, steps: 0 }, "'steps' is 0; it must be at least 1."],
  [{ epochs: null, steps: 1.5 }, "'steps' is 1.5; it must be a whole number."],
  [
    { learningRate: { schedule: 'constant', peak: 1, warmupEpochs: 1, warmupSteps: 2 } },
    "'learningRate.warmupEpochs' and 'learningRate.warmupSteps' are both given",
  ],
  [
    { epochs: null, steps: 9, learningRate: { schedule: 'cosine', peak: 1, warmupSteps: 9 } },
    "'learningRate.warmupSteps' is 9; it must be less than the 9 steps of the run.",
  ],
])('a recipe with %j is refused', async (more, message) => {
  const path = join(mkdtempSync(join(tmpdir(), 'gnp-')), 'mine.yaml');
  const { config } = await load();
  writeFileSync(path, stringify({ ...config, ...more }));
  await expect(loadConfig(path)).rejects.toThrow(message);
});

test('a run of steps ends within an epoch, tested and saved, and is resumed', async () => {
  const dir = join(temporary(), 'run');
  const lengths = ['--set=steps=4', '--set=learningRate.warmupSteps=1'];
  const args = ['train', 'quickstart', ...small, ...lengths, '--backend=wasm'];
  const { status, out, err } = await gnp(...args, `--working-dir=${dir}`);
  expect([status, out]).toEqual([0, expect.stringMatching(/epochs +2 \(4 steps\)/)]);
  expect(err).toContain('step 4/4');
  expect(numbers(dir).at(-1)).toMatchObject({ split: 'test', step: 4, epoch: 2 });
  expect((await gnp('train', '--resume', `--working-dir=${dir}`)).status).toBe(0);
  const dry = await gnp(...args, '--dry-run');
  expect(dry.out).toContain('# steps: 4');
  const long = await gnp(...args, '--set=learningRate.warmupEpochs=9', '--dry-run');
  expect([long.status, long.err]).toEqual([
    2,
    expect.stringContaining('A warmup of 27 steps leaves none of the 4'),
  ]);
});
