import { metrics, test as evaluation, train } from '../testing/lines.js';
import { renderComparison } from './comparison.js';
import type { MetricsLine } from './metrics.js';

describe('renderComparison', () => {
  it('draws the test error and gradient norm of each run in its colour', async () => {
    const svg = await renderComparison(
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

  it('draws the spread of a mean as an area in its colour', async () => {
    const at = (errorRate: number) => [1, 2, 3].map((step) => evaluation(step, errorRate));
    const spread = { lower: at(0.1), upper: at(0.3) };
    const areasOf = async (more: object) => {
      const runs = [{ name: 'mean', metrics: at(0.2), ...more }];
      const svg = await renderComparison(runs, { title: 'Means', theme: 'light' });
      return [
        ...svg.matchAll(/<polygon points="([^"]*)"[^>]*fill="#2f6db5"[^>]*fill-opacity="0.16"/g),
      ];
    };
    expect(await areasOf({})).toEqual([]);
    const [[, path], ...others] = await areasOf({ spread });
    expect(others).toEqual([]);
    const heights = [...path.matchAll(/[\d.]+ ([\d.]+)/g)].map(([, y]) => Number(y));
    const [upper, lower] = [Math.min(...heights), Math.max(...heights)];
    expect(heights.filter((y) => y === upper || y === lower)).toHaveLength(heights.length);
    expect(lower - upper).toBeGreaterThan(20);
  });

  const textsOf = async (...runs: MetricsLine[][]) => {
    const named = runs.map((lines, i) => ({ name: `run ${i}`, metrics: lines }));
    const svg = await renderComparison(named, { title: 'Runs' });
    return [...svg.matchAll(/<text [^>]*>([^<]*)/g)].map(([, text]) => text);
  };

  it('says what a run has not logged', async () => {
    const texts = await textsOf(metrics, [train(1)], [evaluation(1, 0.2)], []);
    expect(texts).toEqual(
      expect.arrayContaining([
        'run 0',
        'run 1 (no test error)',
        'run 2 (no gradient norm)',
        'run 3 (no test error, no gradient norm)',
      ]),
    );
    expect(texts).not.toContain('not logged');
  });

  it('says what no run has logged', async () => {
    expect(await textsOf([train(1)], [train(2)])).toContain('not logged');
  });

  it('draws many runs each in its own way', async () => {
    const named = Array.from({ length: 12 }, (_, i) => ({ name: `run ${i}`, metrics }));
    const svg = await renderComparison(named, { title: 'Runs', theme: 'light' });
    const drawn = [...svg.matchAll(/<g clip-path[^]*?<path ([^>]*)/g)].map(([, path]) =>
      ['stroke', 'stroke-dasharray']
        .map((key) => RegExp(`${key}="([^"]*)"`).exec(path)?.[1])
        .join(),
    );
    expect(drawn).toHaveLength(24);
    expect(new Set(drawn).size).toBe(12);
  });
});
