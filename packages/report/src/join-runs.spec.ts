import { joinRuns } from './join-runs.js';
import type { MetricsLine } from './metrics.js';

const test = (step: number, errorRate: number): MetricsLine => ({
  split: 'test',
  step,
  epoch: step,
  errorRate,
  rule: { name: 'gnp', r: 0.1 },
});
const run = (config: object, errors: number[] = []) => ({
  config: { recipe: 'quickstart', ...config },
  metrics: errors.map((error, i) => test(i + 1, error)),
});
const near = (value: number): unknown => expect.closeTo(value, 12);
const [gnp, plain] = [{ rule: { name: 'gnp', r: 0.1 } }, { rule: { name: 'plain' } }];

it('averages runs that differ in their seed alone, at the steps they share', () => {
  const { title, runs } = joinRuns([
    run({ ...gnp, seed: 0, versions: { gnp: '0.1.0' }, backend: 'wasm' }, [0.4, 0.2, 0.1]),
    run({ ...plain, seed: 0 }, [0.5]),
    run({ ...gnp, seed: 1, set: ['seed=1'], threads: 2 }, [0.2, 0.1]),
  ]);
  expect(title).toBe('quickstart');
  expect(runs.map(({ name }) => name)).toEqual(['gnp (mean of 2 seeds)', 'plain']);
  const [mean] = runs.map(({ metrics }) => metrics.map(({ errorRate }) => errorRate));
  expect(mean).toEqual([expect.closeTo(0.3, 12), expect.closeTo(0.15, 12)]);
  expect(runs[0].metrics[0]).toMatchObject({ split: 'test', step: 1, rule: { name: 'gnp' } });
  // of two values the standard error is half of their difference
  const { lower, upper } = runs[0].spread!;
  expect(lower.map(({ errorRate }) => errorRate)).toEqual([0.2, 0.1].map(near));
  expect(upper.map(({ errorRate }) => errorRate)).toEqual([0.4, 0.2].map(near));
  expect(runs[1].spread).toBeUndefined();
});

it('keeps runs apart that are the same down to their seed', () => {
  const names = (...configs: object[]) =>
    joinRuns(configs.map((config) => run(config))).runs.map(({ name }) => name);
  expect(names(gnp, plain, gnp)).toEqual(['gnp 1', 'gnp 2', 'plain']);
  expect(names(gnp, gnp)).toEqual(['quickstart 1', 'quickstart 2']);
  const seeded = (seed: number) => ({ ...gnp, seed });
  expect(names(seeded(0), seeded(1))).toEqual(['quickstart (mean of 2 seeds)']);
  expect(names(seeded(0), seeded(0), seeded(1))).toEqual([
    'quickstart 1 (mean of 2 seeds)',
    'quickstart 2',
  ]);
});

it('has the names of all recipes as its title', () => {
  const { title } = joinRuns([run(gnp), run({ recipe: 'mine' }), run(plain)]);
  expect(title).toBe('quickstart, mine');
});
