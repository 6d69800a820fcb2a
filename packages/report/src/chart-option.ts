import type { EChartsOption } from 'echarts';
import type { AxisScale } from './axis-scale.js';
import { axisScale, ticksUpTo } from './axis-scale.js';
import type { Chart, ChartLine, ChartPanel } from './chart-model.js';
import { color } from './palette.js';

interface Surroundings {
  width: number;
  height: number;
  /** Adds the title and the background. */
  standalone: boolean;
}

const margin = { left: 66, right: 24, bottom: 44 };
const betweenRows = 26;
const font = 'system-ui,-apple-system,Segoe UI,Roboto,DejaVu Sans,sans-serif';
/** Lines of fewer points show them. */
const fewPoints = 12;

/** A chart in the words of ECharts. */
export function chartOption(chart: Chart, surroundings: Surroundings): EChartsOption {
  const { title, xLabel, panels, arrangement = 'above' } = chart;
  const { standalone } = surroundings;
  const lines = panels.flatMap((panel) => panel.lines);
  const names = lines.filter(({ faint }) => !faint).map(({ name }) => name);
  const last = lines.map(({ points }) => points.reduce((most, [x]) => Math.max(most, x), 0));
  const xMax = chart.xMax ?? Math.max(Number.EPSILON, ...last);
  const scales = panels.map(scaleOf);
  return {
    animation: false,
    backgroundColor: standalone ? color('surface') : 'transparent',
    textStyle: { fontFamily: font },
    title: {
      show: standalone,
      text: title,
      left: 12,
      top: 14,
      textStyle: { color: color('text'), fontSize: 15, fontWeight: 600 },
    },
    legend: {
      data: [...new Set(names)],
      left: standalone ? 12 : 0,
      top: standalone ? 42 : 4,
      icon: 'roundRect',
      itemWidth: 16,
      itemHeight: 3,
      itemGap: 18,
      textStyle: { color: color('text'), fontSize: 12 },
    },
    grid: grids(panels.length, arrangement, surroundings),
    xAxis: panels.map((_, i) =>
      horizontalAxis(xLabel, xMax, i, arrangement === 'beside' || i === panels.length - 1),
    ),
    yAxis: panels.map((panel, i) => verticalAxis(panel, scales[i], i)),
    series: panels.flatMap((panel, i) => panel.lines.map((line) => series(line, scales[i], i))),
  };
}

/** Where the panels stand. */
function grids(
  count: number,
  arrangement: 'above' | 'beside',
  { width, height, standalone }: Surroundings,
) {
  const top = standalone ? 76 : 40;
  const columns = arrangement === 'beside' ? count : 1;
  const rows = count / columns;
  const columnWidth = width / columns;
  const rowHeight = (height - top - margin.bottom + betweenRows) / rows;
  return Array.from({ length: count }, (_, i) => ({
    left: (columns > 1 ? i * columnWidth : 0) + margin.left,
    top: top + (rows > 1 ? i * rowHeight : 0),
    width: columnWidth - margin.left - margin.right,
    height: rowHeight - betweenRows,
    outerBoundsMode: 'none' as const,
  }));
}

function horizontalAxis(name: string, max: number, gridIndex: number, labelled: boolean) {
  return {
    type: 'value' as const,
    gridIndex,
    min: 0,
    max,
    name: labelled ? name : '',
    nameLocation: 'middle' as const,
    nameGap: 28,
    nameTextStyle: { color: color('muted'), fontSize: 12 },
    axisLine: { onZero: false, lineStyle: { color: color('muted') } },
    axisTick: { show: false },
    axisLabel: {
      show: labelled,
      color: color('muted'),
      customValues: ticksUpTo(max),
      formatter: (value: number) => shortNumber(value),
    },
    splitLine: { show: false },
  };
}

function scaleOf({ lines, linear }: ChartPanel): AxisScale {
  const valuesOf = (some: readonly ChartLine[]) =>
    some.flatMap(({ points }) => points.map(([, y]) => y));
  const noise = valuesOf(lines.filter(({ faint }) => faint));
  return axisScale(valuesOf(lines.filter(({ faint }) => !faint)), { noise, linear });
}

function verticalAxis({ label }: ChartPanel, { type, min, max, ticks }: AxisScale, i: number) {
  return {
    type,
    gridIndex: i,
    min,
    max,
    name: label,
    nameLocation: 'middle' as const,
    nameGap: 46,
    nameTextStyle: { color: color('muted'), fontSize: 12 },
    axisLine: { show: false },
    axisTick: { show: false, customValues: ticks },
    axisLabel: {
      color: color('muted'),
      customValues: ticks,
      formatter: (value: number) => shortNumber(value),
    },
    splitLine: { lineStyle: { color: color('grid') } },
  };
}

function series(line: ChartLine, { type, min }: AxisScale, i: number) {
  const { name, points, faint, dashed } = line;
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
      type: dashed ? ('dashed' as const) : ('solid' as const),
      cap: 'round' as const,
      join: 'round' as const,
    },
  };
}

/** Short: `0.03`, `1.5k`, `1e-5`. */
function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential().replace('e+', 'e');
  return size >= 1000 ? `${value / 1000}k` : String(value);
}
