import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { readSweepFile } from '../sweep/sweep-file.js';
import { trialsOf } from '../sweep/trials.js';
import { UsageError } from '../usage-error.js';
import { readExtended } from './extend.js';
import { loadConfig } from './load-config.js';

const dir = mkdtempSync(join(tmpdir(), 'gnp-'));
mkdirSync(join(dir, 'inner'));

/** Writes a recipe, and gives its path. */
function write(name: string, value: unknown): string {
  const path = join(dir, name);
  writeFileSync(path, stringify(value));
  return path;
}

const base = {
  description: 'the base',
  model: { name: 'resnet8', stochasticDepth: 0.1 },
  dataset: { name: 'digits', augmentation: [{ name: 'pad-and-crop' }], testFraction: 0.5 },
  epochs: 20,
  batchSize: 64,
  optimizer: { name: 'sgd', momentum: 0.8 },
  learningRate: { schedule: 'cosine', peak: 0.1, end: 0.01, warmupEpochs: 2 },
  rule: { name: 'gnp', r: { from: 0, to: 0.1, epochs: 5 }, alpha: 0.8 },
  gradientClipping: 5,
};
write('base.yaml', base);
const { description: _, ...inherited } = base;

test.each<[string, object, object]>([
  ['a key', { epochs: 3 }, { epochs: 3 }],
  ['a description, which is not inherited', { description: 'own' }, { description: 'own' }],
  ['a key of a section', { rule: { alpha: 1 } }, { rule: { ...base.rule, alpha: 1 } }],
  ['a ramp, whole', { rule: { r: 0.2 } }, { rule: { ...base.rule, r: 0.2 } }],
  ['a rule', { rule: { name: 'sam', rho: 0.1 } }, { rule: { name: 'sam', rho: 0.1 } }],
  ['the same rule', { rule: { name: 'gnp' } }, {}],
  ['a model', { model: { name: 'resnet20' } }, { model: { name: 'resnet20' } }],
  [
    'a schedule',
    { learningRate: { schedule: 'constant' } },
    { learningRate: { schedule: 'constant', peak: 0.1, warmupEpochs: 2 } },
  ],
  [
    'a data set',
    { dataset: { dir: 'x', name: 'cifar10' } },
    { dataset: { dir: 'x', name: 'cifar10', augmentation: [{ name: 'pad-and-crop' }] } },
  ],
  [
    'a list',
    { dataset: { augmentation: [{ name: 'horizontal-flip' }] } },
    { dataset: { ...base.dataset, augmentation: [{ name: 'horizontal-flip' }] } },
  ],
  ['nothing', {}, {}],
])('a recipe can change %s', (_, own, expected) => {
  const path = write('own.yaml', { extends: 'base.yaml', ...own });
  expect(readExtended(path).value).toEqual({ ...inherited, ...expected });
});

test('null takes a key or a section away', async () => {
  const own = { extends: 'base.yaml', gradientClipping: null, rule: null, model: {} };
  const { config } = await loadConfig(
    write('own.yaml', { ...own, learningRate: { warmupEpochs: null } }),
  );
  expect(config).toMatchObject({
    rule: { name: 'plain' },
    model: { name: 'resnet8', stochasticDepth: 0.1 },
    learningRate: { end: 0.01, warmupEpochs: 0 },
  });
  expect(config).not.toHaveProperty('gradientClipping');
  expect(config).not.toHaveProperty('extends');
});

test('a chain is resolved from its end, each base beside the recipe that names it', async () => {
  write('inner/top.yaml', { extends: 'middle.yaml', seed: 3 });
  write('inner/middle.yaml', { extends: '../base.yaml', seed: 2, epochs: 5, rule: { alpha: 0.5 } });
  const { recipe, config } = await loadConfig(join(dir, 'inner/top.yaml'), { set: ['epochs=9'] });
  expect(recipe).toBe('top');
  expect(config).toMatchObject({ seed: 3, epochs: 9, rule: { alpha: 0.5 }, batchSize: 64 });
});

test('a shipped recipe can be extended by its name, by a sweep too', async () => {
  write('own.yaml', { extends: 'quickstart', epochs: 7 });
  const sweep = write('sweep.yaml', { recipe: 'own.yaml', grid: { 'rule.alpha': [0.5, 1] } });
  const trials = await trialsOf(readSweepFile(sweep));
  const configs = trials.map(({ loaded: { config } }) => [config.epochs, config.rule.alpha]);
  expect(configs).toEqual([
    [7, 0.5],
    [7, 1],
  ]);
});

describe('what cannot be extended is refused with the name of the file', () => {
  const chain = Array.from({ length: 12 }, (_, i) => `chain${i}.yaml`);
  chain.forEach((name, i) => write(name, { extends: chain[i + 1] ?? 'base.yaml' }));
  write('a.yaml', { extends: 'b.yaml' });
  write('b.yaml', { extends: './inner/../a.yaml' });

  test.each<[string, unknown, string]>([
    ['itself', 'own.yaml', "own.yaml: 'extends' names 'own.yaml', but a recipe cannot extend"],
    ['a circle', 'a.yaml', "b.yaml: 'extends' names './inner/../a.yaml', but a recipe cannot"],
    ['a file that is not there', 'none.yaml', "own.yaml: 'extends' names 'none.yaml': Cannot read"],
    ['an unknown name', 'quikstart', "There is no recipe named 'quikstart'. Did you mean 'quicks"],
    ['a long chain', 'chain0.yaml', "'extends' names 'chain8.yaml', after 8 recipes that extend"],
    ['a number', 3, "own.yaml: 'extends' is 3; it must be the name of a recipe, or a file."],
    ['a list', ['base.yaml'], `own.yaml: 'extends' is ["base.yaml"]; it must be the name`],
  ])('%s', (_, named, message) => {
    const path = write('own.yaml', { extends: named });
    expect(() => readExtended(path)).toThrow(UsageError);
    expect(() => readExtended(path)).toThrow(message);
    expect(() => readExtended(path)).toThrow(dir);
  });

  test('a section of what is none', () => {
    const path = write('own.yaml', { extends: 'base.yaml', epochs: { a: 1 } });
    expect(() => readExtended(path)).toThrow(
      `${path}: 'epochs.a' reaches into 'epochs', which holds 20.`,
    );
  });

  test('on the command line', async () => {
    await expect(loadConfig('quickstart', { set: ['extends=resnet-cifar'] })).rejects.toThrow(
      `'extends' is "resnet-cifar": only the file of a recipe can say so.`,
    );
  });
});
