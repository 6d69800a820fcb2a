import type { CustomSeriesRenderItem, EChartsOption } from 'echarts';
import type { AxisScale } from './axis-scale.js';
import { axisFontSize, horizontalAxis, leftMargin, scaleOf, verticalAxis } from './chart-axes.js';
import type { Chart, ChartLine } from './chart-model.js';
import type { Legend, LegendEntry } from './legend.js';
import { legendFontSize, swatch } from './legend.js';
import { color } from './palette.js';
import { fitText } from './text-width.js';

interface Surroundings {
  width: number;
  height: number;
  /** Adds the title and the background. */
  standalone: boolean;
  legend: Legend;
}

interface Rectangle {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Left and right of a legend. */
export const legendMargin = 17;
const margin = { right: 24, bottom: 44 };
const betweenRows = 26;
const font = 'system-ui,-apple-system,Segoe UI,Roboto,DejaVu Sans,sans-serif';
/** Lines of fewer points show them. */
const fewPoints = 12;

/** A chart in the words of ECharts. */
export function chartOption(chart: Chart, surroundings: Surroundings): EChartsOption {
  const { xLabel, panels, arrangement = 'above' } = chart;
  const { standalone, legend } = surroundings;
  const lines = panels.flatMap((panel) => panel.lines);
  const last = lines.map(({ points }) => points.reduce((most, [x]) => Math.max(most, x), 0));
  const xMax = chart.xMax ?? Math.max(Number.EPSILON, ...last);
  const scales = panels.map((panel) =>
    emptiness(panel.lines) ? { ...scaleOf(panel), ticks: [] } : scaleOf(panel),
  );
  const left = leftMargin(scales);
  const grids = gridsOf(panels.length, arrangement, left, surroundings);
  return {
    animation: false,
    backgroundColor: standalone ? color('surface') : 'transparent',
    textStyle: { fontFamily: font },
    title: [
      ...(standalone ? [titleOf(chart, surroundings)] : []),
      ...panels.flatMap((panel, i) => noteOf(panel.lines, grids[i])),
      ...(panels.length === 0 ? noteOf([], { left: 0, top: 0, ...surroundings }) : []),
    ],
    legend: legend.entries.map((entry) => legendEntry(entry, standalone)),
    grid: grids.map((grid) => ({ ...grid, outerBoundsMode: 'none' as const })),
    xAxis: panels.map((_, i) =>
      horizontalAxis(xLabel, xMax, i, arrangement === 'beside' || i === panels.length - 1),
    ),
    yAxis: panels.map((panel, i) => verticalAxis(panel, scales[i], left, i)),
    series: panels.flatMap((panel, i) => [
      ...panel.lines.flatMap((line) => bandSeries(line, scales[i], i)),
      ...panel.lines.map((line) => series(line, scales[i], i)),
    ]),
  };
}

function titleOf({ title }: Chart, { width }: Surroundings) {
  const fontSize = 15;
  // 1.15: bold
  const text = fitText(title, (width - 2 * legendMargin) / 1.15, fontSize);
  const textStyle = { color: color('text'), fontSize, fontWeight: 600 };
  return { text, left: 12, top: 14, textStyle };
}

/** Why a panel is empty; undefined if it is not. */
function emptiness(lines: readonly ChartLine[]): string | undefined {
  const points = lines.flatMap((line) => line.points);
  if (points.length === 0) return 'not logged';
  return points.some(([, y]) => Number.isFinite(y)) ? undefined : 'no finite values';
}

/** Says so in the middle of a panel that is empty. */
function noteOf(lines: readonly ChartLine[], { left, top, width, height }: Rectangle) {
  const text = emptiness(lines);
  if (text === undefined) return [];
  return [
    {
      text,
      left: left + width / 2,
      top: top + height / 2 - axisFontSize,
      textAlign: 'center' as const,
      padding: 0,
      textStyle: { color: color('muted'), fontSize: axisFontSize, fontWeight: 400 },
    },
  ];
}

function legendEntry({ name, text, left, top }: LegendEntry, standalone: boolean) {
  return {
    data: [name],
    formatter: () => text,
    left: left + (standalone ? legendMargin : 5),
    top: top + (standalone ? 47 : 9),
    padding: 0,
    // a piece of the line, without a point
    icon: 'inherit',
    itemWidth: swatch.width,
    itemHeight: swatch.height,
    lineStyle: { width: swatch.height, cap: 'butt' as const },
    itemStyle: { opacity: 0 },
    textStyle: { color: color('text'), fontSize: legendFontSize },
  };
}

/** Where the panels stand. */
function gridsOf(
  count: number,
  arrangement: 'above' | 'beside',
  left: number,
  { width, height, standalone, legend }: Surroundings,
): Rectangle[] {
  const named = legend.entries.length > 0 ? 24 : 0;
  const top = (standalone ? 52 : 16) + named + legend.addedHeight;
  const columns = arrangement === 'beside' ? count : 1;
  const rows = count / columns;
  const columnWidth = width / columns;
  const rowHeight = (height - top - margin.bottom + betweenRows) / rows;
  return Array.from({ length: count }, (_, i) => ({
    left: (columns > 1 ? i * columnWidth : 0) + left,
    top: top + (rows > 1 ? i * rowHeight : 0),
    width: columnWidth - left - margin.right,
    height: rowHeight - betweenRows,
  }));
}

/** The area between two lines, behind all lines. */
function bandSeries({ name, band, color: own }: ChartLine, { type, min }: AxisScale, i: number) {
  if (!band) return [];
  const floor = type === 'log' ? min : -Infinity;
  const outline = [...band.upper, ...[...band.lower].reverse()];
  const renderItem: CustomSeriesRenderItem = (_, api) => ({
    type: 'polygon',
    shape: { points: outline.map(([x, y]) => api.coord([x, Math.max(y, floor)])) },
    style: { fill: color(own), opacity: 0.16 },
  });
  return [
    {
      type: 'custom' as const,
      name: `${name} (range)`,
      xAxisIndex: i,
      yAxisIndex: i,
      data: [[0, 0]],
      renderItem,
      silent: true,
      clip: true,
      z: 1,
    },
  ];
}

function series(line: ChartLine, { type, min }: AxisScale, i: number) {
  const { name, points, faint } = line;
  const stroke = (!faint && line.stroke) || ('solid' as const);
  // zeros, which a logarithmic axis cannot show, lie on its edge instead of tearing the line
  const floor = type === 'log' ? min : -Infinity;
  return {
    type: 'line' as const,
    name: faint ? `${name} (raw)` : name,
    xAxisIndex: i,
    yAxisIndex: i,
    data: points.map(([x, y]) => [x, Math.max(y, floor)]),
    showSymbol: !faint && points.length <= fewPoints,
    symbol: 'circle',
    symbolSize: 6,
    silent: true,
    color: color(line.color),
    lineStyle: {
      width: faint ? 1 : 2,
      opacity: faint ? 0.24 : 1,
      type: stroke,
      // round ends would close the gaps
      cap: stroke === 'solid' ? ('round' as const) : ('butt' as const),
      join: 'round' as const,
    },
  };
}
