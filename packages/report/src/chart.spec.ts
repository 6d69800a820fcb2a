import type { Chart } from './chart-model.js';
import { renderChart } from './chart.js';

const chart = (changes: Partial<Chart> = {}): Chart => ({
  title: 'Loss <&> "error"',
  xLabel: 'epoch',
  panels: [
    {
      label: 'cross-entropy',
      lines: [
        {
          name: 'train',
          color: 'blue',
          points: [
            [0, 2],
            [1, 1],
            [2, 1.5],
          ],
        },
        {
          name: 'test',
          color: 'orange',
          points: [
            [1, 1.8],
            [2, 1.6],
          ],
          dashed: true,
        },
      ],
    },
  ],
  ...changes,
});

/** The vertical positions of the data in the order of the lines. */
function drawnLines(svg: string): number[][] {
  const clipped = [...svg.matchAll(/<g clip-path[^]*?<\/g>/g)].map(([group]) => group).join('');
  return [...clipped.matchAll(/<path d="M([^"]*)" fill="none"/g)].map(([, d]) =>
    d.split('L').map((point) => Number(point.split(' ')[1])),
  );
}

describe('renderChart', () => {
  it('draws each line, higher values higher up', () => {
    const [train, test] = drawnLines(renderChart(chart()));
    expect(train).toHaveLength(3);
    expect(test).toHaveLength(2);
    expect(train[0]).toBeLessThan(train[2]);
    expect(train[2]).toBeLessThan(train[1]);
    expect(test[0]).toBeLessThan(test[1]);
  });

  it('names axes, lines and itself', () => {
    const svg = renderChart(chart());
    for (const text of ['cross-entropy', 'epoch', 'train', 'test']) {
      expect(svg).toContain(`>${text}</text>`);
    }
    expect(svg).toContain('aria-label="Loss &lt;&amp;&gt; &quot;error&quot;"');
    expect(svg).toContain('Loss &lt;&amp;&gt;');
  });

  it('leaves its title to the page it is a part of', () => {
    const svg = renderChart(chart(), { standalone: false });
    expect(svg).not.toContain('error&quot;</text>');
    expect(svg).not.toContain('<style>');
    expect(svg).toContain('var(--gnp-blue,');
  });

  it('has the colours of both light and dark, or of the one asked for', () => {
    const auto = renderChart(chart());
    expect(auto).toContain('prefers-color-scheme:dark');
    expect(auto).toContain('stroke="var(--gnp-blue,#2f6db5)"');
    const light = renderChart(chart(), { theme: 'light' });
    expect(light).toContain('stroke="#2f6db5"');
    const dark = renderChart(chart(), { theme: 'dark' });
    expect(dark).toContain('stroke="#6aa9f0"');
    expect(dark).not.toContain('#2f6db5');
    expect(light + dark).not.toContain('var(');
  });

  it('is the same text every time', () => {
    expect(renderChart(chart())).toBe(renderChart(chart()));
  });

  it('needs no scripts, no network and nothing that clashes with another chart', () => {
    const svg = renderChart(chart(), { standalone: false });
    expect(svg).not.toMatch(/<script|href=|url\((?!#)|class=/);
    const other = renderChart(chart({ title: 'Other' }), { standalone: false });
    const ids = (text: string) => [...text.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(ids(svg).length).toBeGreaterThan(0);
    expect(ids(svg).filter((id) => ids(other).includes(id))).toEqual([]);
  });

  it('puts zeros on the edge of a logarithmic axis', () => {
    const points = [
      [0, 0],
      [1, 4],
      [2, 0],
      [3, 5],
    ] as const;
    const strong = [
      [0, 1],
      [3, 100],
    ] as const;
    const svg = renderChart(
      chart({
        panels: [
          {
            label: 'x',
            lines: [
              { name: 'a', color: 'blue', points, faint: true },
              { name: 'a', color: 'blue', points: strong },
            ],
          },
        ],
      }),
    );
    const [faint, line] = drawnLines(svg);
    expect(faint).toHaveLength(4);
    expect(faint[0]).toBe(faint[2]);
    expect(faint[0]).toBeGreaterThan(line[0]);
  });

  it('shows the points themselves where there are few', () => {
    const many = Array.from({ length: 50 }, (_, i) => [i, i] as const);
    const withLine = (points: readonly (readonly [number, number])[]) =>
      renderChart(
        chart({ panels: [{ label: '', lines: [{ name: 'a', color: 'teal', points }] }] }),
      );
    const shapes = (svg: string) => svg.match(/<path/g)?.length ?? 0;
    expect(shapes(withLine(many.slice(0, 10))) - shapes(withLine(many))).toBeGreaterThanOrEqual(9);
  });

  it('sets panels above or beside one another', () => {
    const panels = [...chart().panels, { ...chart().panels[0], label: 'second' }];
    const labels = (arrangement: 'above' | 'beside') =>
      renderChart(chart({ panels, arrangement })).match(/>epoch</g)?.length;
    expect([labels('above'), labels('beside')]).toEqual([1, 2]);
  });

  it('survives lines without a finite value', () => {
    const points = [
      [0, NaN],
      [1, Infinity],
    ] as const;
    const svg = renderChart(
      chart({ panels: [{ label: 'x', lines: [{ name: 'a', color: 'blue', points }] }] }),
    );
    expect(svg).toMatch(/^<svg /);
    expect(svg).not.toContain('NaN');
  });
});
