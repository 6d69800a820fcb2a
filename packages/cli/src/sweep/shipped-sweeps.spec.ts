import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readSweepFile } from './sweep-file.js';
import { trialsOf } from './trials.js';

const folder = join(__dirname, '../../../../docs/sweeps');

/** The runs of a sweep of the documentation, with a folder of CIFAR-10 where it asks for one. */
function trials(file: string) {
  const sweep = readSweepFile(join(folder, file));
  const needsFolder = file === 'cifar10.yaml';
  return trialsOf({ ...sweep, set: { ...sweep.set, ...(needsFolder && { 'dataset.dir': 'x' }) } });
}

test.each(readdirSync(folder))('every run of docs/sweeps/%s is possible', async (file) => {
  expect((await trials(file)).length).toBeGreaterThan(1);
});

test('the warmups of the penalty are on every network', async () => {
  const configs = (await trials('gr-warmup.yaml')).map(({ loaded: { config } }) => config);
  const seen = configs.map(({ model, rule }) => [model.name, rule.warmup ?? rule.name].join(' '));
  expect(new Set(seen).size).toBe(25);
  for (const config of configs) {
    expect(config).toMatchObject({ optimizer: { name: 'adamw', weightDecay: 0.3 }, epochs: 300 });
    expect(config.learningRate.warmupEpochs).toBe(40);
  }
});
