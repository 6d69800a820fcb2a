import { join } from 'node:path';
import { gnp, numbers, temporary } from '../../testing/gnp.js';
import { loadConfig } from './load-config.js';

const smoked = (recipe: string, ...set: string[]) => loadConfig(recipe, { set, smoke: true });

test('data, batches, epochs and model become small, what the run is about stays', async () => {
  const { config } = await smoked('wideresnet-cifar', 'rule.shards=8', 'labelSmoothing=0.1');
  expect(config).toMatchObject({
    model: { name: 'wideresnet-28-10', widthMultiplier: 0.125, depthMultiplier: 0.125 },
    dataset: {
      ...{ name: 'synthetic', train: 64, test: 32, classes: 10 },
      ...{ height: 32, width: 32, channels: 3, augmentation: 'basic' },
    },
    epochs: 2,
    batchSize: 16,
    rule: { name: 'gnp', r: 0.1, alpha: 0.8, normalizeFirst: true, shards: 2 },
    learningRate: { schedule: 'cosine', peak: 0.1 },
    l2: 1e-3,
    labelSmoothing: 0.1,
  });
});

test('each change is told in a line, and is in `set`', async () => {
  const { notes, set } = await smoked('vit-cifar-zero-warmup', 'dataset.dir=x');
  expect(notes).toEqual([
    "Smoke test: 64 + 32 images of 'synthetic', 32×32×3 in 10 classes, in place of 'cifar10'.",
    "Smoke test: 'model.widthMultiplier' is 0.125.",
    "Smoke test: 'model.depthMultiplier' is 0.125.",
    "Smoke test: 'epochs' is 2 in place of 300.",
    "Smoke test: 'batchSize' is 16 in place of 256.",
    expect.stringContaining("'learningRate.warmupEpochs' is 0.266"),
  ]);
  expect(set.slice(0, 3)).toEqual([
    ...['dataset.dir=x', 'dataset.name="synthetic"', 'dataset.train=64'],
  ]);
});

test.each<[string, string[], object]>([
  ['resnet-imagenet', [], { dataset: { train: 16, height: 64 }, batchSize: 4, microBatches: 2 }],
  ['fashion-mnist', [], { dataset: { height: 28, channels: 1 }, model: { widthMultiplier: 1 } }],
  ['quickstart', [], { dataset: { name: 'digits', trainImages: 64 }, batchSize: 16 }],
  ['vgg-imagenet', [], { model: { name: 'vgg16bn', widthMultiplier: 0.125 } }],
  ['vgg-imagenet', ['dataset.color=grey'], { dataset: { channels: 1 } }],
  ['quickstart', ['dataset.name=synthetic'], { dataset: { train: 64, height: 32 } }],
  [
    'quickstart',
    ['epochs=3', 'batchSize=8', 'dataset.trainImages=16'],
    { epochs: 3, batchSize: 8 },
  ],
  ['resnet-cifar', ['model.widthMultiplier=0.5'], { model: { widthMultiplier: 0.5 } }],
  [
    'resnet-cifar',
    ['model.name=swin-tiny'],
    { model: { name: 'swin-tiny', depthMultiplier: 0.125 } },
  ],
  ['resnet-cifar', ['dataset.validationFraction=0.1'], { dataset: { validationFraction: 0 } }],
])('a smoke test of %s with %j', async (recipe, set, expected) => {
  expect((await smoked(recipe, ...set)).config).toMatchObject(expected);
});

test('it takes away what no longer fits', async () => {
  const set = ['dataset.trainImages=9999', 'classWeights=[1, 2, 3]', 'rule.shards=99'];
  const { config } = await smoked('resnet-cifar', ...set);
  expect(config).not.toHaveProperty('classWeights');
  expect(config.dataset).not.toHaveProperty('trainImages');
  expect(config.rule.shards).toBe(2);
});

test('it hides no mistake', async () => {
  await expect(smoked('quickstart', 'dataset.name=cifr10')).rejects.toThrow(
    "Did you mean 'cifar10'?",
  );
  await expect(smoked('quickstart', 'model.name=resnet9')).rejects.toThrow("'model.name' is");
  await expect(smoked('quickstart', 'rule.rr=1')).rejects.toThrow("Unknown key 'rule.rr'");
});

test('a smoke run is a run like others: it is resumed and evaluated', async () => {
  const dir = join(temporary(), 'run');
  const begun = await gnp(
    'train',
    'quickstart',
    '--smoke',
    '--backend=wasm',
    `--working-dir=${dir}`,
  );
  expect([begun.status, begun.err]).toEqual([0, expect.stringContaining("'epochs' is 2")]);
  const { epoch, errorRate } = numbers(dir).at(-1)!;
  expect(epoch).toBe(2);
  const again = await gnp('train', '--resume', `--working-dir=${dir}`);
  expect(again.status).toBe(0);
  const { status, out } = await gnp('eval', dir, '--json');
  expect([status, JSON.parse(out)]).toEqual([0, expect.objectContaining({ errorRate })]);
  const refused = await gnp('train', '--resume', '--smoke', `--working-dir=${dir}`);
  expect([refused.status, refused.err]).toEqual([2, expect.stringContaining('leave --smoke out')]);
});
