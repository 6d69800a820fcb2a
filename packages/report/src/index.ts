export type { Band, Chart, ChartLine, ChartPanel } from './chart-model.js';
export { renderChart } from './chart.js';
export type { ChartOptions } from './chart.js';
export { renderComparison } from './comparison.js';
export type { ComparisonOptions } from './comparison.js';
export { compareRuns } from './compare-runs.js';
export type { ComparedRuns, Comparison, RunResults } from './compare-runs.js';
export { renderComparisonReport } from './comparison-report.js';
export { runFigures } from './figures.js';
export type { Evaluation, RunFigures } from './figures.js';
export {
  formatCount,
  formatDuration,
  formatMeanPercent,
  formatNumber,
  formatPercent,
  formatRate,
  formatSetting,
} from './format.js';
export { joinRuns } from './join-runs.js';
export type { LoggedRun, NamedRun } from './join-runs.js';
export { meanOf } from './mean.js';
export type { Mean } from './mean.js';
export { linesOf } from './metrics.js';
export type { MetricsLine, MetricsValue } from './metrics.js';
export type { ColorName, LineColor, Theme } from './palette.js';
export type { RunSettings } from './run-settings.js';
export type { Point } from './points.js';
export { isReport } from './page.js';
export { renderReport } from './report.js';
export type { ReportInput } from './report.js';
export { runTitle } from './run-title.js';
export type { RunConfig } from './run-title.js';
export { confusedPairs } from './confusion.js';
export type { ConfusedPair, Confusion } from './confusion.js';
export type { Sample, SampleChoice, TestSamples } from './samples.js';
export { trainingCharts } from './training-charts.js';
