import type { Chart, ChartLine } from './chart-model.js';
import type { NamedRun } from './join-runs.js';
import { lineStyles } from './line-styles.js';
import { metricPoints, plainLine, smoothLine } from './metric-lines.js';
import type { XOf } from './metric-lines.js';
import type { MetricsLine } from './metrics.js';
import { linesOf, numberAt } from './metrics.js';
import { inferStepsPerEpoch, passesBy } from './passes.js';

/** A horizontal axis, and where the lines of a run stand on it. */
interface Axis {
  label: string;
  /** Undefined where the run does not tell. */
  of: (metrics: readonly MetricsLine[]) => XOf | undefined;
}

/** What a chart shows of each line of metrics of a split. */
interface Measure {
  label: string;
  split: string;
  key: string;
  scale?: number;
  /** Drawn as a moving mean. */
  noisy?: boolean;
}

const testError: Measure = { label: 'test error (%)', split: 'test', key: 'errorRate', scale: 100 };
const trainLoss: Measure = { label: 'training loss', split: 'train', key: 'loss', noisy: true };
const gradientNorm: Measure = {
  label: 'gradient norm',
  split: 'train',
  key: 'gradientNorm',
  noisy: true,
};

/**
 * The charts of runs beside one another: test error by epoch, by what was computed, and by time, so that runs can be
 * compared at equal cost; training loss and gradient norm. Around means lies one standard error.
 */
export function comparisonCharts(runs: readonly NamedRun[]): Chart[] {
  const chart = (title: string, axis: Axis, measure: Measure): Chart => ({
    title,
    xLabel: axis.label,
    panels: [{ label: measure.label, lines: linesOfAll(runs, axis, measure), logAbove }],
    legend: runs.length <= fewRuns,
  });
  const epochs = epochAxis(runs);
  return [
    chart('Test error by epoch', epochs, testError),
    chart('Test error by forward-backward passes', passesAxis, testError),
    chart('Test error by time', timeAxis(runs), testError),
    chart('Training loss', epochs, trainLoss),
    chart('Gradient norm', epochs, gradientNorm),
  ];
}

/** Lines that fall far are told apart by their ends. */
const logAbove = 4;

/** More are named in the table above the charts alone. */
const fewRuns = 4;

function linesOfAll(runs: readonly NamedRun[], axis: Axis, measure: Measure): ChartLine[] {
  const styles = lineStyles(runs.map(({ settings }) => settings));
  return runs.flatMap(({ name, metrics, spread }, i) => {
    const xOf = axis.of(metrics);
    const points = pointsOf(metrics, xOf, measure);
    if (points.length === 0) return [{ name: `${name} (not logged)`, points, ...styles[i] }];
    if (measure.noisy) return smoothLine({ name, ...styles[i] }, points);
    // above and below the mean, where it is
    const band = spread && {
      lower: pointsOf(spread.lower, moved(xOf, metrics), measure),
      upper: pointsOf(spread.upper, moved(xOf, metrics), measure),
    };
    return plainLine({ name, ...styles[i], ...(band && { band }) }, points);
  });
}

function pointsOf(metrics: readonly MetricsLine[], xOf: XOf | undefined, measure: Measure) {
  const { split, key, scale } = measure;
  return xOf ? metricPoints(linesOf(metrics, split), key, { scale, xOf }) : [];
}

/** Where the line of the same split and step of other metrics stands. */
function moved(xOf: XOf | undefined, metrics: readonly MetricsLine[]): XOf | undefined {
  if (!xOf) return undefined;
  const placeOf = ({ split, step }: MetricsLine) => `${split} ${step}`;
  const places = new Map(metrics.map((line) => [placeOf(line), xOf(line)]));
  return (line) => places.get(placeOf(line));
}

/** Epochs, or steps where the epochs of a run are unknown. */
function epochAxis(runs: readonly NamedRun[]): Axis {
  const known = runs.every(
    ({ metrics }) => metrics.length === 0 || inferStepsPerEpoch(metrics) !== undefined,
  );
  return {
    label: known ? 'epoch' : 'step',
    of: (metrics) => {
      const steps = known ? (inferStepsPerEpoch(metrics) ?? 1) : 1;
      return ({ step }) => step / steps;
    },
  };
}

const passesAxis: Axis = {
  label: 'forward-backward passes over the training images',
  of: (metrics) => {
    const stepsPerEpoch = inferStepsPerEpoch(metrics);
    const passes = passesBy(metrics);
    if (stepsPerEpoch === undefined || !passes) return undefined;
    return ({ step }) => passes(step) / stepsPerEpoch;
  },
};

/** In the largest unit of which the longest run takes two. */
function timeAxis(runs: readonly NamedRun[]): Axis {
  const times = runs.flatMap(({ metrics }) => numberAt(metrics.at(-1) ?? empty, 'elapsedMs') ?? 0);
  const longest = Math.max(0, ...times);
  const [label, ms] = units.find(([, size]) => longest >= 2 * size) ?? units[units.length - 1];
  return {
    label: `time (${label})`,
    of: () => (line) => {
      const elapsed = numberAt(line, 'elapsedMs');
      return elapsed === undefined ? undefined : elapsed / ms;
    },
  };
}

const empty: MetricsLine = { split: '', step: 0, epoch: 0 };

const units = [
  ['hours', 3_600_000],
  ['minutes', 60_000],
  ['seconds', 1000],
] as const;
