import type { MetricsLine } from './metrics.js';
import { linesOf } from './metrics.js';
import type { Chart } from './chart-model.js';
import type { ChartOptions } from './chart.js';
import { renderChart } from './chart.js';
import { metricPoints, noisyLine, plainLine } from './metric-lines.js';
import type { ColorName } from './palette.js';

/** A run and what to call it beside others. */
export interface NamedRun {
  name: string;
  metrics: readonly MetricsLine[];
}

const colors: readonly ColorName[] = ['blue', 'orange', 'teal', 'violet'];

/**
 * Draws runs beside one another: test error and gradient norm by step, a colour for each run; from the
 * fifth on, dashed. The SVG stands for itself, 880 by 360 pixels unless told otherwise.
 *
 * @param options.title what the picture shows.
 */
export function renderComparison(
  runs: readonly NamedRun[],
  {
    title,
    width = 880,
    height = 360,
    ...options
  }: ChartOptions & { title: string; width?: number; height?: number },
): string {
  const styled = runs.map(({ name, metrics }, i) => ({
    style: { name, color: colors[i % colors.length], dashed: i >= colors.length },
    metrics,
  }));
  const chart: Chart = {
    title,
    xLabel: 'step',
    arrangement: 'beside',
    width,
    height,
    panels: [
      {
        label: 'test error (%)',
        lines: styled.flatMap(({ style, metrics }) =>
          plainLine(style, metricPoints(linesOf(metrics, 'test'), 'errorRate', { scale: 100 })),
        ),
      },
      {
        label: 'gradient norm',
        lines: styled.flatMap(({ style, metrics }) =>
          noisyLine(style, metricPoints(linesOf(metrics, 'train'), 'gradientNorm')),
        ),
      },
    ],
  };
  return renderChart(chart, options);
}
