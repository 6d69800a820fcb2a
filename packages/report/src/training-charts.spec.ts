import { test as evaluation, train } from '../testing/lines.js';
import type { Chart } from './chart-model.js';
import type { MetricsLine } from './metrics.js';
import { trainingCharts } from './training-charts.js';

describe('trainingCharts', () => {
  it('counts epochs where test lines show their length, else steps', () => {
    const error = (lines: MetricsLine[], stepsPerEpoch?: number) => {
      const [{ xLabel, panels }] = trainingCharts(lines, stepsPerEpoch);
      return [xLabel, panels[0].lines.at(-1)?.points];
    };
    expect(error([evaluation(1, 0.2), evaluation(2, 0.1)])).toEqual([
      'epoch',
      [
        [1, 20],
        [2, 10],
      ],
    ]);
    const uneven = [evaluation(1, 0.2), { ...evaluation(2, 0.1), step: 27 }];
    expect(error(uneven)[0]).toBe('step');
    expect(error(uneven, 5)).toEqual([
      'epoch',
      [
        [2, 20],
        [27 / 5, 10],
      ],
    ]);
  });

  it('draws noisy values pale behind their mean', () => {
    const lines = Array.from({ length: 2000 }, (_, i) =>
      train(i + 1, { loss: 1 + (i % 2 ? 0.5 : -0.5) }),
    );
    const loss = trainingCharts(lines).find(({ title }) => title === 'Loss');
    const [raw, mean] = loss!.panels[0].lines;
    expect(raw).toMatchObject({ name: 'train', faint: true });
    expect(raw.points.length).toBeLessThanOrEqual(800);
    expect(mean.points.length).toBeGreaterThan(100);
    expect(mean.faint).toBeUndefined();
    for (const [, y] of mean.points) expect(Math.abs(y - 1)).toBeLessThan(0.05);
  });

  const namesOf = (charts: readonly Chart[]) =>
    charts.map(({ panels }) => panels.flatMap(({ lines }) => lines.map(({ name }) => name)));

  it('leaves out what the rule does not have', () => {
    const plain = [
      train(1, { rule: { name: 'gnp', r: 0, alpha: 0 }, perturbedGradientNorm: undefined }),
    ];
    expect(namesOf(trainingCharts(plain))).toEqual([
      ['train'],
      ['train'],
      ['gradient'],
      ['learning rate'],
      ['computing', 'waiting for data'],
    ]);
  });

  it('has no panels for what was not logged', () => {
    const lines = [{ split: 'train', step: 1, epoch: 1, loss: 2 }];
    expect(namesOf(trainingCharts(lines))).toEqual([[], ['train'], [], [], []]);
    expect(trainingCharts(lines).map(({ panels }) => panels.length)).toEqual([0, 1, 0, 0, 0]);
  });

  it('draws the cosine between both gradients below their norms', () => {
    const lines = [train(1, { cosine: 0.5 }), train(2, { cosine: -0.25 })];
    const { panels } = trainingCharts(lines).find(({ title }) => title === 'Gradient norms')!;
    expect(panels).toHaveLength(2);
    expect(panels[1]).toMatchObject({ label: 'cosine between both', linear: true });
    expect(panels[1].lines[0].points).toEqual([
      [1, 0.5],
      [2, -0.25],
    ]);
  });

  it('draws the weight penalty beside the loss, where there is one', () => {
    const loss = (weightPenalty: number) => {
      const [, { panels }] = trainingCharts([train(1, { weightPenalty })]);
      return { label: panels[0].label, last: panels[0].lines.at(-1) };
    };
    expect(loss(0.2)).toEqual({
      label: 'loss',
      last: { name: 'weight penalty', color: 'blue', stroke: 'dashed', points: [[1, 0.2]] },
    });
    expect(loss(0)).toMatchObject({ label: 'cross-entropy', last: { name: 'train' } });
  });

  it('tells computing from waiting for data', () => {
    const [panel] = trainingCharts([train(5, { stepTimeMs: 12, dataTimeMs: 3 })]).at(-1)!.panels;
    expect(panel.lines).toMatchObject([
      { name: 'computing', points: [[5, 9]] },
      { name: 'waiting for data', points: [[5, 3]] },
    ]);
  });
});
