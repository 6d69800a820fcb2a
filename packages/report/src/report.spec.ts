import type { MetricsLine, TrainMetrics } from './metrics.js';
import { renderComparison } from './comparison.js';
import { runFigures } from './figures.js';
import { renderReport } from './report.js';
import { trainingCharts } from './training-charts.js';

const train = (step: number, changes: Partial<TrainMetrics> = {}): TrainMetrics => ({
  split: 'train',
  step,
  epoch: Math.ceil(step / 10),
  loss: 2 / step,
  errorRate: 0.5 / step,
  learningRate: 0.1,
  rule: { name: 'gnp', r: 0.05, alpha: 0.8 },
  passes: 2,
  gradientNorm: 3,
  perturbedGradientNorm: 4,
  updateNorm: 0.3,
  parameterNorm: 30,
  imagesPerSecond: 100 + step,
  stepTimeMs: 10,
  elapsedMs: step * 1000,
  ...changes,
});
const test = (epoch: number, errorRate: number): MetricsLine => ({
  split: 'test',
  step: epoch * 10,
  epoch,
  loss: 0.5,
  errorRate,
});
const metrics = [
  train(5),
  train(10),
  test(1, 0.2),
  train(15),
  train(20),
  test(2, 0.1),
  test(3, 0.15),
];
const configText = 'model: vgg16 # <b>\nseed: 1\n';

describe('renderReport', () => {
  const html = renderReport({
    title: 'a <run>',
    subtitle: 'b & c',
    configText,
    metrics,
    parameters: 11_173_962,
  });

  it('gives the final figures', () => {
    const cells = [...html.matchAll(/<dt>(.*?)<\/dt><dd>(.*?)<\/dd>/g)].map(([, name, value]) => [
      name,
      value.replace(/<.*?>/g, ''),
    ]);
    expect(cells).toEqual([
      ['Test error', '15.00%'],
      ['Best test error', '10.00% epoch 2'],
      ['Test loss', '0.5000'],
      ['Epochs', '3 30 steps'],
      ['Images per second', '115'],
      ['Time', '20s'],
      ['Parameters', '11.2M'],
    ]);
  });

  it('has the charts and the configuration', () => {
    const headings = [...html.matchAll(/<h2>(.*?)<\/h2>\n<svg /g)].map(([, heading]) => heading);
    expect(headings).toEqual(['Error rate', 'Loss', 'Gradient norms', 'Schedules']);
    expect(html).toContain('<pre>model: vgg16 # &lt;b&gt;\nseed: 1</pre>');
  });

  it('escapes what it is given', () => {
    expect(html).toContain('<title>a &lt;run&gt;</title>');
    expect(html).toContain('<h1>a &lt;run&gt;</h1>');
    expect(html).toContain('b &amp; c');
    expect(html).not.toContain('<run>');
  });

  it('needs nothing but itself', () => {
    expect(html).not.toMatch(/<script|<link|<img|\ssrc=|href=|@import|url\((?!#)/);
    expect(
      html.match(/https?:\/\/[^"']*/g)?.every((url) => url === 'http://www.w3.org/2000/svg'),
    ).toBe(true);
  });

  it('is the same text every time', () => {
    const run = { title: 't', configText, metrics };
    expect(renderReport(run)).toBe(renderReport(run));
  });

  it('tells of a run that has logged nothing', () => {
    const empty = renderReport({ title: 't', configText, metrics: [] });
    expect(empty).toContain('Nothing has been logged yet.');
    expect(empty).not.toContain('undefined');
    expect(empty).not.toContain('NaN');
  });
});

describe('runFigures', () => {
  it('takes the first of equally good evaluations and passes over NaN', () => {
    const { best, final } = runFigures([test(1, NaN), test(2, 0.1), test(3, 0.1), test(4, NaN)]);
    expect(best?.epoch).toBe(2);
    expect(final?.epoch).toBe(4);
  });
});

describe('trainingCharts', () => {
  it('counts epochs where test lines show their length, else steps', () => {
    const error = (lines: MetricsLine[], stepsPerEpoch?: number) => {
      const [{ xLabel, panels }] = trainingCharts(lines, stepsPerEpoch);
      return [xLabel, panels[0].lines.at(-1)?.points];
    };
    expect(error([test(1, 0.2), test(2, 0.1)])).toEqual([
      'epoch',
      [
        [1, 20],
        [2, 10],
      ],
    ]);
    const uneven = [test(1, 0.2), { ...test(2, 0.1), step: 17 }];
    expect(error(uneven)[0]).toBe('step');
    expect(error(uneven, 5)).toEqual([
      'epoch',
      [
        [2, 20],
        [17 / 5, 10],
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

  it('leaves out what the rule does not have', () => {
    const plain = [
      train(1, { rule: { name: 'gnp', r: 0, alpha: 0 }, perturbedGradientNorm: undefined }),
    ];
    const charts = trainingCharts(plain);
    const names = charts.flatMap(({ panels }) =>
      panels.flatMap(({ lines }) => lines.map((l) => l.name)),
    );
    expect(names).toEqual(['train', 'train', 'gradient', 'learning rate']);
  });
});

describe('renderComparison', () => {
  it('draws the test error and gradient norm of each run in its colour', () => {
    const svg = renderComparison(
      [
        { name: 'plain', metrics },
        { name: 'GNP', metrics },
      ],
      { title: 'Two runs', theme: 'light' },
    );
    for (const text of ['Two runs', 'plain', 'GNP', 'test error (%)', 'gradient norm', 'step']) {
      expect(svg).toContain(`>${text}</text>`);
    }
    // in the legend, two panels' lines, and their points
    const drawn = (hex: string) => svg.split(hex).length - 1;
    expect(drawn('#2f6db5')).toBeGreaterThanOrEqual(3);
    expect(drawn('#cf5a10')).toBe(drawn('#2f6db5'));
    expect(svg.match(/<svg [^>]*width="880" height="360"/)).not.toBeNull();
  });
});
