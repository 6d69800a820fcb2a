import type { Chart, ChartLine, ChartPanel } from './chart-model.js';
import { metricPoints, noisyLine, plainLine } from './metric-lines.js';
import type { MetricsLine } from './metrics.js';
import { linesOf, numberAt } from './metrics.js';
import type { ColorName } from './palette.js';
import { inferStepsPerEpoch } from './passes.js';

/**
 * The charts of a training run: error rate, loss with the weight penalty, gradient norms and their cosine, the
 * schedules, and where the time of a step goes. One of which nothing was logged has no panels. Noisy training values are drawn pale
 * behind their moving mean.
 *
 * @param stepsPerEpoch lets the horizontal axis count epochs; by default it is worked out from the
 *   test lines, and where it cannot be, the axis counts steps.
 */
export function trainingCharts(
  metrics: readonly MetricsLine[],
  stepsPerEpoch: number | undefined = inferStepsPerEpoch(metrics),
): Chart[] {
  const stepsPerUnit = stepsPerEpoch ?? 1;
  const train = linesOf(metrics, 'train');
  const trainAndTest = (key: string, scale = 1): ChartLine[] => {
    const points = (lines: readonly MetricsLine[]) =>
      metricPoints(lines, key, { scale, stepsPerUnit });
    return [
      ...noisyLine({ name: 'train', color: 'blue' }, points(train)),
      ...plainLine({ name: 'test', color: 'orange' }, points(linesOf(metrics, 'test'))),
    ];
  };
  const noisy = (name: string, key: string, color: ColorName) =>
    noisyLine({ name, color }, metricPoints(train, key, { stepsPerUnit }));
  const schedule = (name: string, key: string, style: Pick<ChartLine, 'color' | 'stroke'>) => {
    const points = metricPoints(train, key, { stepsPerUnit });
    // what is zero throughout is switched off
    return points.some(([, y]) => y !== 0) ? plainLine({ name, ...style }, points) : [];
  };
  const penalty = schedule('weight penalty', 'weightPenalty', { color: 'blue', stroke: 'dashed' });
  const xMax =
    Math.max(0, ...metrics.slice(-1).map(({ step }) => step / stepsPerUnit)) || undefined;
  const chart = (title: string, ...panels: ChartPanel[]): Chart => ({
    title,
    xLabel: stepsPerEpoch ? 'epoch' : 'step',
    xMax,
    panels: panels.filter(({ lines }) => lines.length > 0),
  });
  return [
    chart('Error rate', { label: 'error rate (%)', lines: trainAndTest('errorRate', 100) }),
    chart('Loss', {
      label: penalty.length > 0 ? 'loss' : 'cross-entropy',
      lines: [...trainAndTest('loss'), ...penalty],
    }),
    chart(
      'Gradient norms',
      {
        label: 'Euclidean norm',
        lines: [
          ...noisy('gradient', 'gradientNorm', 'blue'),
          ...noisy('perturbed gradient', 'perturbedGradientNorm', 'violet'),
        ],
      },
      {
        label: 'cosine between both',
        lines: noisy('cosine', 'cosine', 'teal'),
        linear: true,
      },
    ),
    chart(
      'Schedules',
      {
        label: 'learning rate',
        lines: schedule('learning rate', 'learningRate', { color: 'teal' }),
        linear: true,
      },
      {
        label: 'rule',
        lines: ruleNumbers(train).flatMap((name, i) =>
          schedule(symbols[name] ?? name, `rule.${name}`, {
            color: ruleColors[i % ruleColors.length],
          }),
        ),
        linear: true,
      },
    ),
    chart('Time of a step', { label: 'milliseconds', lines: timeLines(train, stepsPerUnit) }),
  ];
}

/** Computing and waiting for data, of the mean step since the line before. */
function timeLines(train: readonly MetricsLine[], stepsPerUnit: number): ChartLine[] {
  const waiting = metricPoints(train, 'dataTimeMs', { stepsPerUnit });
  const computing = train.flatMap((line) => {
    const [whole, data] = ['stepTimeMs', 'dataTimeMs'].map((key) => numberAt(line, key));
    if (whole === undefined || data === undefined) return [];
    return [[line.step / stepsPerUnit, whole - data] as const];
  });
  return [
    ...noisyLine({ name: 'computing', color: 'blue' }, computing),
    ...noisyLine({ name: 'waiting for data', color: 'orange' }, waiting),
  ];
}

/** The letters by which the papers know numbers of rules. */
const symbols: Readonly<Record<string, string>> = {
  alpha: 'α',
  beta: 'β',
  epsilon: 'ε',
  gamma: 'γ',
  lambda: 'λ',
  rho: 'ρ',
  rhoPrime: "ρ'",
  sigma: 'σ',
};

const ruleColors: readonly ColorName[] = ['violet', 'orange', 'teal', 'blue'];

/** The names of the rule's own numbers. */
function ruleNumbers([first]: readonly MetricsLine[]): string[] {
  const entries = typeof first?.rule === 'object' ? Object.entries(first.rule) : [];
  return entries.filter(([, value]) => typeof value === 'number').map(([name]) => name);
}
