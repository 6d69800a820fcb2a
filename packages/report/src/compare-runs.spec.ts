import { metrics, test as evaluation, train } from '../testing/lines.js';
import { compareRuns } from './compare-runs.js';

const config = (rule: object, seed: number) => ({ recipe: 'mine', rule, seed, batchSize: 10 });
const [gnp, plain] = [{ name: 'gnp', r: 0.1 }, { name: 'plain' }];
const logged = (errorRate: number) => [
  train(10),
  evaluation(1, 0.2),
  train(20),
  evaluation(2, errorRate),
];

it('tells what differs, and the means of figures over seeds', () => {
  const { title, differing, groups } = compareRuns([
    { config: config(gnp, 0), metrics: logged(0.3) },
    { config: config(plain, 0), metrics },
    { config: config(gnp, 1), metrics: logged(0.1) },
  ]);
  expect([title, differing]).toEqual(['mine', ['rule.name', 'rule.r']]);
  expect(groups.map(({ name, runs }) => [name, runs.length])).toEqual([
    ['gnp', 2],
    ['plain', 1],
  ]);
  expect(groups.map(({ settings }) => settings)).toEqual([
    { 'rule.name': 'gnp', 'rule.r': 0.1 },
    { 'rule.name': 'plain', 'rule.r': null },
  ]);
  const [{ results }] = groups;
  expect(results.finalError!.mean).toBeCloseTo(0.2, 12);
  // |0.3 - 0.1| / 2
  expect(results.finalError!.standardError).toBeCloseTo(0.1, 12);
  expect(results.bestError!.mean).toBeCloseTo(0.15, 12);
  expect(results).toMatchObject({
    steps: { mean: 20 },
    passes: { mean: 40 },
    waitingShare: { mean: 0.2 },
    elapsedMs: { mean: 20_000 },
  });
  expect(groups[1].results.finalError).toEqual({ mean: 0.15 });
});

it('has no figure that one of the runs does not tell', () => {
  const [{ results }] = compareRuns([
    { config: config(gnp, 0), metrics: logged(0.3) },
    { config: config(gnp, 1), metrics: [] },
  ]).groups;
  expect(results.finalError).toBeUndefined();
  expect(results.passes).toBeUndefined();
});
