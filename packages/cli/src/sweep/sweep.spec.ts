import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { gnp, temporary } from '../../testing/gnp.js';
import { loadConfig } from '../config/load-config.js';
import { readSweepFile } from './sweep-file.js';
import { meanOf } from '@gnp/report';
import { trialsOf } from './trials.js';

/** A sweep file of that content. */
function file(content: object | string, name = 'rules.yaml'): string {
  const path = join(temporary(), name);
  writeFileSync(path, typeof content === 'string' ? content : stringify(content));
  return path;
}

const trials = async (content: object) => trialsOf(readSweepFile(file(content)));

describe('trialsOf', () => {
  it('takes each trial with each combination of the grid, seed after seed', async () => {
    const found = await trials({
      recipe: 'quickstart',
      set: { epochs: 3, 'dataset.trainImages': 96 },
      seeds: [0, 5],
      trials: { plain: { 'rule.name': 'plain' }, sam: { 'rule.rho': 0.1, 'rule.name': 'sam' } },
      grid: { 'dataset.labelNoise': [0, 0.4], 'optimizer.momentum': [0.9] },
    });
    expect(found.map(({ folder }) => folder)).toEqual(
      [0, 5].flatMap((seed) =>
        ['plain', 'sam'].flatMap((name) =>
          [0, 0.4].map((noise) => `${name},labelNoise=${noise},momentum=0.9/seed-${seed}`),
        ),
      ),
    );
    expect(found[3].loaded.config).toMatchObject({
      epochs: 3,
      seed: 0,
      dataset: { trainImages: 96, labelNoise: 0.4 },
      rule: { name: 'sam', rho: 0.1 },
    });
  });

  it('needs neither trials nor a grid, and looks for a recipe of its own beside the file', async () => {
    const path = file({ recipe: 'mine/own.yaml' });
    const recipe = stringify({
      ...{ model: { name: 'resnet8' }, dataset: { name: 'digits' }, epochs: 2, batchSize: 8 },
      ...{ optimizer: { name: 'sgd' }, learningRate: { schedule: 'constant', peak: 0.1 } },
    });
    mkdirSync(join(path, '../mine'));
    writeFileSync(join(path, '../mine/own.yaml'), recipe);
    const [only, ...others] = await trialsOf(readSweepFile(path));
    expect(others).toEqual([]);
    expect([only.folder, only.loaded.config.batchSize]).toEqual(['run/seed-0', 8]);
  });

  it('makes folders of words and of lists', async () => {
    const found = await trials({
      recipe: 'quickstart',
      grid: { 'rule.name': ['plain', 'gam'], 'rule.only': [['*kernel'], ['a/b']] },
    });
    expect(found.map(({ name }) => name)).toEqual([
      'name=plain,only=_kernel_',
      'name=plain,only=_a_b_',
      'name=gam,only=_kernel_',
      'name=gam,only=_a_b_',
    ]);
  });

  it.each([
    [{ recipe: 'quickstart', seed: [1] }, "Unknown key 'seed'. Did you mean 'seeds'?"],
    [{ trials: {} }, "'recipe' is missing"],
    [{ recipe: 'quickstart', seeds: [1, 2, 1] }, "'seeds' has 1 twice."],
    [{ recipe: 'quickstart', seeds: [] }, "'seeds' is []; it must hold at least 1."],
    [{ recipe: 'quick' }, "The trial 'run': There is no recipe named 'quick'."],
    [
      { recipe: 'quickstart', trials: { a: { 'rule.rho': 1 } } },
      "The trial 'a': Unknown key 'rule.rho'.",
    ],
    [
      { recipe: 'quickstart', grid: { epochs: [1.5, 3] } },
      "The trial 'epochs=1.5': 'epochs' is 1.5",
    ],
    [{ recipe: 'quickstart', grid: { l2Mask: [['a'], ['[a']] } }, "Two trials are called 'l2Mask"],
    ['- a list', 'must hold keys and values'],
    ['a: [', 'is not valid YAML'],
  ])('refuses %j', async (content, message) => {
    const { status, err } = await gnp('sweep', file(content), '--list');
    expect([status, err]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('gnp sweep', () => {
  const small = {
    recipe: 'quickstart',
    seeds: [0, 1],
    trials: { plain: { 'rule.name': 'plain' }, gnp: {} },
  };

  it('lists its runs and how far they are, and an empty table', async () => {
    const dir = join(temporary(), 'none');
    const listed = await gnp('sweep', file(small), '--list', '--working-dir', dir);
    expect(listed.out.trim().split('\n')).toEqual([
      '0  plain  seed 0  waiting',
      '1  gnp    seed 0  waiting',
      '2  plain  seed 1  waiting',
      '3  gnp    seed 1  waiting',
    ]);
    const { out } = await gnp('sweep', file(small), '--table', '--working-dir', dir);
    expect(out).toMatch(/^plain +0\/2 +– +– +–$/m);
  });

  it('lists trials by a pattern, with the numbers that --trial takes', async () => {
    const where = ['--working-dir', join(temporary(), 'none')];
    const list = async (...flags: string[]) =>
      (await gnp('sweep', file(small), 'g*', ...flags, ...where)).out.trim().split('\n');
    expect(await list('--list')).toEqual(['1  gnp  seed 0  waiting', '3  gnp  seed 1  waiting']);
    expect(await list('--list', '--quiet')).toEqual([
      expect.stringMatching(/none.gnp.seed-0$/),
      expect.stringMatching(/none.gnp.seed-1$/),
    ]);
    expect((await list('--table')).map((row) => row.split(' ')[0])).toEqual(['trial', 'gnp']);
  });

  it('refuses a folder in which its runs are others', async () => {
    const dir = temporary();
    mkdirSync(join(dir, 'plain/seed-0'), { recursive: true });
    const path = join(dir, 'plain/seed-0/config.yaml');
    const refusal = async (config: object) => {
      writeFileSync(path, stringify(config));
      const { status, err } = await gnp('sweep', file(small), '--working-dir', dir);
      expect(status).toBe(2);
      return err;
    };
    const { config } = await loadConfig('quickstart', { set: ['rule.name=plain', 'l2=0.3'] });
    expect(await refusal(config)).toMatch(
      /another configuration \(there \/ here: l2: 0.3 \/ 0.0005\)/,
    );
    expect(await refusal({ epochs: 3 })).toContain(`gnp: ${path}: 'model' is missing`);
    // a key that is new since the run was begun has its default
    const { precision: _, l2: __, ...older } = config;
    expect(await refusal(older)).toMatch(/here: l2: 0 \/ 0.0005\)/);
  });

  it.each([
    [['--jobs=0'], "--jobs is '0'; expected a whole number from 1 on."],
    [['--trial=4'], '--trial is 4; the sweep has 4 runs, from 0 to 3.'],
    [['--trial='], "--trial is ''; expected a whole number from 0 on."],
  ])('refuses %j', async (flags, message) => {
    const { status, err } = await gnp('sweep', file(small), ...flags);
    expect([status, err]).toEqual([2, `gnp: ${message}\n`]);
  });

  it('needs a file that can be read', async () => {
    const { status, err } = await gnp('sweep', '/nowhere/a.yaml');
    expect([status, err]).toEqual([2, expect.stringContaining('Cannot read the sweep /nowhere/a')]);
  });
});

test('the standard error is that of the mean', () => {
  expect(meanOf([1])).toEqual({ mean: 1 });
  const { mean, standardError } = meanOf([1, 2, 3, 6]);
  expect(mean).toBe(3);
  // sum of squares 14 over 3, over 4
  expect(standardError).toBeCloseTo(Math.sqrt(14 / 3 / 4), 12);
});
