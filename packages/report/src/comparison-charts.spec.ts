import { test as evaluation, train } from '../testing/lines.js';
import { comparisonCharts } from './comparison-charts.js';
import type { NamedRun } from './join-runs.js';

/** Two epochs of ten steps; a step takes so many passes and milliseconds. */
const run = (name: string, passes: number, ms: number, error = 0.2): NamedRun => {
  const at = (step: number) => ({ elapsedMs: step * ms });
  const of = (errorRate: number) => [
    train(10, { passes, ...at(10) }),
    { ...evaluation(1, errorRate), ...at(10) },
    train(20, { passes, ...at(20) }),
    { ...evaluation(2, errorRate), ...at(20) },
  ];
  const spread = { lower: of(error - 0.1), upper: of(error + 0.1) };
  return { name, metrics: of(error), spread };
};

const pointsOf = (runs: readonly NamedRun[]) =>
  comparisonCharts(runs).map(({ title, xLabel, panels: [{ lines }] }) => ({
    title,
    xLabel,
    xs: lines.map(({ points }) => points.map(([x]) => x)),
  }));

it('shows test errors at equal epochs, passes and times', () => {
  const charts = pointsOf([run('plain', 1, 9000), run('gnp', 2, 18_000)]);
  const [epochs, ends, both] = [
    [1, 2],
    [2, 4],
    [1.5, 3],
  ];
  expect(charts).toEqual([
    { title: 'Test error by epoch', xLabel: 'epoch', xs: [epochs, epochs] },
    {
      title: 'Test error by forward-backward passes',
      xLabel: 'forward-backward passes over the training images',
      xs: [epochs, ends],
    },
    { title: 'Test error by time', xLabel: 'time (minutes)', xs: [both, [3, 6]] },
    { title: 'Training loss', xLabel: 'epoch', xs: [epochs, epochs] },
    { title: 'Gradient norm', xLabel: 'epoch', xs: [epochs, epochs] },
  ]);
});

it('draws the spread of a mean where the mean is', () => {
  const [, , byTime] = comparisonCharts([run('gnp', 2, 18_000)]);
  const [{ points, band }] = byTime.panels[0].lines;
  const ys = [points, band!.lower, band!.upper].map((line) => line.map(([, y]) => Math.round(y)));
  expect(ys).toEqual([
    [20, 20],
    [10, 10],
    [30, 30],
  ]);
  expect(band!.upper.map(([x]) => x)).toEqual(points.map(([x]) => x));
});

it('counts steps where a run does not tell its epochs, and says what it does not tell', () => {
  const [byStep, byPasses] = comparisonCharts([
    run('plain', 1, 9000),
    { name: 'odd', metrics: [train(10), { ...evaluation(2, 0.1), step: 17 }] },
  ]);
  expect(byStep.xLabel).toBe('step');
  expect(byPasses.panels[0].lines.map(({ name }) => name)).toEqual(['plain', 'odd (not logged)']);
});
