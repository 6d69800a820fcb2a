import type { Chart, ChartLine } from './chart-model.js';
import type { ChartOptions } from './chart.js';
import { renderChart } from './chart.js';
import type { NamedRun } from './join-runs.js';
import { lineStyles } from './line-styles.js';
import type { LineStyle } from './line-styles.js';
import { metricPoints, noisyLine, plainLine } from './metric-lines.js';
import { linesOf } from './metrics.js';
import type { MetricsLine } from './metrics.js';

/** How runs are drawn beside one another. */
export interface ComparisonOptions extends ChartOptions {
  /** What the picture shows. */
  title: string;
  /** In pixels; 880 by default. */
  width?: number;
  /** In pixels; 360 by default. Names in several rows add to it. */
  height?: number;
}

/**
 * Draws runs beside one another: test error and gradient norm by step, each in its own way (see `lineStyles`).
 * Around the test error of a mean lies one standard error of it. What a run has not logged its name says. The SVG stands
 * for itself.
 */
export function renderComparison(
  runs: readonly NamedRun[],
  { title, width = 880, height = 360, ...options }: ComparisonOptions,
): Promise<string> {
  const styles = lineStyles(runs.map(({ settings }) => settings));
  const drawn = runs.map((run, i) => linesOfRun(run, styles[i]));
  const chart: Chart = {
    title,
    xLabel: 'step',
    arrangement: 'beside',
    width,
    height,
    panels: [
      { label: 'test error (%)', lines: drawn.flatMap(({ testError }) => testError) },
      { label: 'gradient norm', lines: drawn.flatMap(({ gradientNorm }) => gradientNorm) },
    ],
  };
  return renderChart(chart, options);
}

function linesOfRun(
  { name, metrics, spread }: NamedRun,
  lineStyle: LineStyle,
): Record<Measured, ChartLine[]> {
  const errorsOf = (lines: readonly MetricsLine[]) =>
    metricPoints(linesOf(lines, 'test'), 'errorRate', { scale: 100 });
  const errors = errorsOf(metrics);
  const band = spread && { lower: errorsOf(spread.lower), upper: errorsOf(spread.upper) };
  const norms = metricPoints(linesOf(metrics, 'train'), 'gradientNorm');
  const missing = [
    ...(errors.length === 0 ? ['test error'] : []),
    ...(norms.length === 0 ? ['gradient norm'] : []),
  ];
  const style = {
    name: missing.length > 0 ? `${name} (no ${missing.join(', no ')})` : name,
    ...lineStyle,
  };
  return {
    testError: plainLine({ ...style, ...(band && { band }) }, errors),
    // a run without any points has its name in the legend, too
    gradientNorm: norms.length > 0 ? noisyLine(style, norms) : [{ ...style, points: [] }],
  };
}

type Measured = 'testError' | 'gradientNorm';
