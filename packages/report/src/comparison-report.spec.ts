import { test as evaluation, train } from '../testing/lines.js';
import { renderComparisonReport } from './comparison-report.js';
import type { LoggedRun } from './join-runs.js';
import { isReport } from './page.js';

const steps = 2000;

/** Long runs of twelve configurations, two seeds each. */
const runs: LoggedRun[] = ['gnp', 'sam', 'asam', '<plain>'].flatMap((name) =>
  [0.1, 0.2, 0.3].flatMap((peak) =>
    [0, 1].map((seed) => ({
      config: { recipe: 'mine', rule: { name }, learningRate: { peak }, seed },
      metrics: Array.from({ length: steps / 10 }, (_, i) => [
        ...Array.from({ length: 10 }, (_, j) => train(10 * i + j + 1)),
        evaluation(i + 1, peak + seed / 50),
      ]).flat(),
    })),
  ),
);

describe('a report of many runs', () => {
  let html = '';
  beforeAll(async () => {
    html = await renderComparisonReport(runs);
  });

  it('has a row for each configuration, with what differs and means over seeds', () => {
    const rows = [...html.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row]) =>
      [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, text]) =>
        text.replace(/<svg.*?<\/svg>/, ''),
      ),
    );
    expect(rows).toHaveLength(13);
    expect(rows[0].slice(0, 5)).toEqual([
      'Run',
      'rule.name',
      'learningRate.peak',
      'Seeds',
      'Test error',
    ]);
    expect(rows[1].slice(0, 5)).toEqual(['gnp, peak 0.1', 'gnp', '0.1', '2', '11.00% ± 1.00']);
    expect(rows[12][0]).toBe('&lt;plain&gt;, peak 0.3');
    const swatches = html.match(/<svg class="swatch"[^]*?<\/svg>/g)!;
    expect(new Set(swatches).size).toBe(12);
  });

  it('needs nothing but itself, can be gone through by keys, and is small', () => {
    expect(html).not.toMatch(/<script|<link|<img|\ssrc=|href=|@import|url\((?!#)/);
    expect(html).toContain('role="region" aria-label="Runs" tabindex="0"');
    expect(html.match(/<svg role="img" aria-label="/g)).toHaveLength(5);
    expect(html.length).toBeLessThan(2e6);
    expect(html).not.toContain('<plain>');
  });

  it('is known as a report', () => {
    expect(isReport(html.slice(0, 4096))).toBe(true);
    expect(isReport('<!doctype html><title>mine</title>')).toBe(false);
  });
});
