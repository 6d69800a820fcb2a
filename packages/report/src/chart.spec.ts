import type { Chart } from './chart-model.js';
import { renderChart } from './chart.js';
import { swatch } from './legend.js';
import { textWidth } from './text-width.js';

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
          stroke: 'dashed',
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

let libraryLoaded = false;
jest.mock('echarts', () => {
  libraryLoaded = true;
  return jest.requireActual<object>('echarts');
});

test('the charting library is loaded when a chart is drawn, not before', async () => {
  await import('./index.js');
  expect(libraryLoaded).toBe(false);
  await renderChart(chart());
  expect(libraryLoaded).toBe(true);
});

describe('renderChart', () => {
  it('draws each line, higher values higher up', async () => {
    const [train, test] = drawnLines(await renderChart(chart()));
    expect(train).toHaveLength(3);
    expect(test).toHaveLength(2);
    expect(train[0]).toBeLessThan(train[2]);
    expect(train[2]).toBeLessThan(train[1]);
    expect(test[0]).toBeLessThan(test[1]);
  });

  it('names axes, lines and itself', async () => {
    const svg = await renderChart(chart());
    for (const text of ['cross-entropy', 'epoch', 'train', 'test']) {
      expect(svg).toContain(`>${text}</text>`);
    }
    expect(svg).toContain('aria-label="Loss &lt;&amp;&gt; &quot;error&quot;"');
    expect(svg).toContain('Loss &lt;&amp;&gt;');
  });

  it('leaves its title to the page it is a part of', async () => {
    const svg = await renderChart(chart(), { standalone: false });
    expect(svg).not.toContain('error&quot;</text>');
    expect(svg).not.toContain('<style>');
    expect(svg).toContain('var(--gnp-blue,');
  });

  it('has the colours of both light and dark, or of the one asked for', async () => {
    const auto = await renderChart(chart());
    expect(auto).toContain('prefers-color-scheme:dark');
    expect(auto).toContain('stroke="var(--gnp-blue,#2f6db5)"');
    const light = await renderChart(chart(), { theme: 'light' });
    expect(light).toContain('stroke="#2f6db5"');
    const dark = await renderChart(chart(), { theme: 'dark' });
    expect(dark).toContain('stroke="#6aa9f0"');
    expect(dark).not.toContain('#2f6db5');
    expect(light + dark).not.toContain('var(');
  });

  it('is the same text every time', async () => {
    expect(await renderChart(chart())).toBe(await renderChart(chart()));
  });

  it('needs no scripts, no network and nothing that clashes with another chart', async () => {
    const svg = await renderChart(chart(), { standalone: false });
    expect(svg).not.toMatch(/<script|href=|url\((?!#)|class=/);
    const other = await renderChart(chart({ title: 'Other' }), { standalone: false });
    const ids = (text: string) => [...text.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(ids(svg).length).toBeGreaterThan(0);
    expect(ids(svg).filter((id) => ids(other).includes(id))).toEqual([]);
  });

  it.each([1e-320, 1e-30, -1e-30, 1e-15, 1e300])('draws values about %p', async (value) => {
    for (const decay of [1, 0.9, 1e-3]) {
      const points = [0, 1, 2].map((x) => [x, value * decay ** x] as const);
      const lines = [{ name: 'a', color: 'blue' as const, points }];
      expect(drawnLines(await renderChart(chart({ panels: [{ label: 'b', lines }] })))).toEqual([
        [expect.any(Number), expect.any(Number), expect.any(Number)],
      ]);
    }
  });

  it('puts zeros on the edge of a logarithmic axis', async () => {
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
    const svg = await renderChart(
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

  it('shows the points themselves where there are few', async () => {
    const many = Array.from({ length: 50 }, (_, i) => [i, i] as const);
    const withLine = (points: readonly (readonly [number, number])[]) =>
      renderChart(
        chart({ panels: [{ label: '', lines: [{ name: 'a', color: 'teal', points }] }] }),
      );
    const shapes = (svg: string) => svg.match(/<path/g)?.length ?? 0;
    const few = shapes(await withLine(many.slice(0, 10)));
    expect(few - shapes(await withLine(many))).toBeGreaterThanOrEqual(9);
  });

  it('sets panels above or beside one another', async () => {
    const panels = [...chart().panels, { ...chart().panels[0], label: 'second' }];
    const labels = async (arrangement: 'above' | 'beside') =>
      (await renderChart(chart({ panels, arrangement }))).match(/>epoch</g)?.length;
    expect([await labels('above'), await labels('beside')]).toEqual([1, 2]);
  });

  it('survives lines without a finite value', async () => {
    const points = [
      [0, NaN],
      [1, Infinity],
    ] as const;
    const svg = await renderChart(
      chart({ panels: [{ label: 'x', lines: [{ name: 'a', color: 'blue', points }] }] }),
    );
    expect(svg).toContain('>no finite values</text>');
    expect(svg).not.toContain('NaN');
  });

  it('says where nothing was logged', async () => {
    const svg = await renderChart(chart({ panels: [{ label: 'x', lines: [] }] }));
    expect(svg).toContain('>not logged</text>');
    expect(await renderChart(chart({ panels: [] }))).toContain('>not logged</text>');
    expect(await renderChart(chart())).not.toContain('not logged');
  });
});

describe('the legend', () => {
  const named = (names: readonly string[], changes: Partial<Chart> = {}) => {
    const points = [[0, 1] as const, [1, 2] as const];
    const lines = names.map((name) => ({ name, color: 'blue' as const, points }));
    return chart({ panels: [{ label: 'x', lines }], ...changes });
  };
  /** Each entry's text, and where it begins and may end. */
  const entriesOf = (svg: string) =>
    [...svg.matchAll(/<text [^>]*x="29"[^>]*translate\((\S+) (\S+)\)"[^>]*>([^<]*)/g)].map(
      ([, x, y, text]) => {
        const left = Number(x) + 29;
        return { text, left, right: left + textWidth(text, 12), y: Number(y) };
      },
    );

  it('keeps its entries apart in wide fonts, and inside of the picture', async () => {
    const names = Array.from({ length: 9 }, (_, i) => `gnp, warmup zero, r 0.0${i}`);
    const entries = entriesOf(await renderChart(named(names)));
    expect(entries.map(({ text }) => text)).toEqual(names);
    for (const { right } of entries) expect(right).toBeLessThan(640);
    const gaps = entries.slice(1).flatMap(({ left, y }, i) => {
      const before = entries[i];
      return before.y === y ? [left - before.right] : [];
    });
    expect(Math.min(...gaps)).toBeGreaterThan(swatch.width + swatch.gap);
    // in rows of more than one
    expect(gaps.length).toBeGreaterThan(2);
    expect(new Set(entries.map(({ y }) => y)).size).toBeGreaterThan(1);
  });

  it('adds its rows to the picture', async () => {
    const sizeOf = async (names: string[]) => {
      const svg = await renderChart(named(names));
      const [first] = drawnLines(svg);
      return { height: Number(/height="(\d+)"/.exec(svg)?.[1]), drawn: first[0] - first[1] };
    };
    const one = await sizeOf(['a', 'b']);
    const three = await sizeOf(['a', 'b', 'c'].map((name) => name.repeat(50)));
    expect(one.height).toBe(340);
    expect(three).toEqual({ height: 380, drawn: one.drawn });
  });

  it('shortens what is longer than the picture', async () => {
    const [{ text, right }] = entriesOf(await renderChart(named(['gnp '.repeat(100)])));
    expect(text).toMatch(/^gnp gnp .*…$/);
    expect(right).toBeLessThan(640);
  });

  it('shows how lines are drawn', async () => {
    const line = { name: 'a', color: 'blue', points: [[0, 1]], stroke: 'dashed' } as const;
    const dashes = async (stroke?: 'dashed') => {
      const lines = [{ ...line, stroke }];
      const svg = await renderChart(chart({ panels: [{ label: 'x', lines }] }));
      return svg.match(/stroke-dasharray/g)?.length;
    };
    // the line itself, and its entry
    expect([await dashes('dashed'), await dashes()]).toEqual([2, undefined]);
  });
});
