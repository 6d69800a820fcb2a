import type { MetricsLine } from '@gnp/trainer';
import { groupSeeds } from './group-seeds.js';

const test = (step: number, errorRate: number): MetricsLine => ({
  split: 'test',
  step,
  epoch: step,
  loss: 2 * errorRate,
  errorRate,
});
const run = (dir: string, configText: string, errors: number[]) => ({
  dir,
  configText,
  metrics: errors.map((error, i) => test(i + 1, error)),
});

it('averages runs that differ in their seed alone, at the steps they share', () => {
  const groups = groupSeeds([
    run('runs/gnp-0', 'epochs: 3\nseed: 0\nversions: { gnp: 0.1.0 }', [0.4, 0.2, 0.1]),
    run('runs/plain', 'epochs: 4\nseed: 0', [0.5]),
    run('runs/gnp-1', 'epochs: 3\nseed: 1', [0.2, 0.1]),
  ]);
  expect(groups.map(({ name }) => name)).toEqual(['gnp-0 (mean of 2 seeds)', 'plain']);
  const [mean] = groups.map(({ metrics }) => metrics.map(({ errorRate }) => errorRate));
  expect(mean).toHaveLength(2);
  expect(mean[0]).toBeCloseTo(0.3, 12);
  expect(mean[1]).toBeCloseTo(0.15, 12);
});
