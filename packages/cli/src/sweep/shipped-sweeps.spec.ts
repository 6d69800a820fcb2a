import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readSweepFile } from './sweep-file.js';
import { stateOfTrial } from './trial-state.js';
import { trialsOf } from './trials.js';

const docs = join(__dirname, '../../../../docs');
const folder = join(docs, 'sweeps');
const trials = (file: string) => trialsOf(readSweepFile(join(folder, file)));

test.each(readdirSync(folder))('every run of docs/sweeps/%s is possible', async (file) => {
  expect((await trials(file)).length).toBeGreaterThan(1);
});

const results = join(docs, 'results');
test.each(readdirSync(results))(
  'the runs of docs/results/%s are those of their sweep, and done',
  async (name) => {
    const dir = join(results, name);
    const all = await trials(`${name}.yaml`);
    const kept = all.filter(({ folder }) => existsSync(join(dir, folder)));
    expect(kept.length).toBeGreaterThan(5);
    for (const trial of kept) {
      const { stage, figures } = await stateOfTrial(dir, trial);
      expect([trial.folder, stage]).toEqual([trial.folder, 'done']);
      expect(figures?.final?.errorRate).toBeLessThan(0.9);
    }
  },
);

test('the warmups of the penalty are on every network', async () => {
  const configs = (await trials('gr-warmup.yaml')).map(({ loaded: { config } }) => config);
  const seen = configs.map(({ model, rule }) => [model.name, rule.warmup ?? rule.name].join(' '));
  expect(new Set(seen).size).toBe(25);
  for (const config of configs) {
    expect(config).toMatchObject({ optimizer: { name: 'adamw', weightDecay: 0.3 }, epochs: 300 });
    expect(config.learningRate.warmupEpochs).toBe(40);
  }
});
