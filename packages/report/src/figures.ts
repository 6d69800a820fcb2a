import type { MetricsLine } from './metrics.js';
import { linesOf, numberAt } from './metrics.js';
import { passesBy } from './passes.js';

/** What an evaluation found; undefined where its line does not tell. */
export interface Evaluation {
  step: number;
  epoch: number;
  /** Fraction of images classified wrongly. */
  errorRate?: number;
  loss?: number;
  /** Of more than 5 classes. */
  top5ErrorRate?: number;
  /** Of the average of the weights, where there is one. */
  averagedErrorRate?: number;
  /** What the images were, where not the test images, as `validation`. */
  testedOn?: string;
}

/** The figures of a run that people ask for first; undefined where the log does not tell. */
export interface RunFigures {
  /** The last evaluation. */
  final?: Evaluation;
  /** The evaluation with the lowest error rate, the first of equals. */
  best?: Evaluation & { errorRate: number };
  /** The median over the training lines, which a slow first step does not move. */
  imagesPerSecond?: number;
  elapsedMs?: number;
  /** The part of the time of steps that was spent waiting for data, from 0 to 1. */
  waitingShare?: number;
  /** Forward-backward passes, in those of plain training, where one is a step. */
  passes?: number;
  /** Optimizer steps and epochs that the log reaches; 0 if it is empty. */
  steps: number;
  epochs: number;
}

/** Works the figures out of a metrics log. */
export function runFigures(metrics: readonly MetricsLine[]): RunFigures {
  const evaluations = linesOf(metrics, 'test').map(evaluationOf);
  const best = evaluations
    .filter(isRated)
    .reduce<RunFigures['best']>(
      (lowest, one) => (lowest && lowest.errorRate <= one.errorRate ? lowest : one),
      undefined,
    );
  const numbers = (lines: readonly MetricsLine[], key: string) =>
    lines.map((line) => numberAt(line, key)).filter((value) => value !== undefined);
  const steps = metrics.at(-1)?.step ?? 0;
  return {
    final: evaluations.at(-1),
    best,
    imagesPerSecond: median(numbers(linesOf(metrics, 'train'), 'imagesPerSecond')),
    elapsedMs: numbers(metrics, 'elapsedMs').at(-1),
    waitingShare: waitingShare(metrics),
    passes: passesBy(metrics)?.(steps),
    steps,
    epochs: metrics.at(-1)?.epoch ?? 0,
  };
}

function evaluationOf(line: MetricsLine): Evaluation {
  const { step, epoch, testedOn } = line;
  const top5ErrorRate = numberAt(line, 'top5ErrorRate');
  const averagedErrorRate = numberAt(line, 'averaged.errorRate');
  return {
    step,
    epoch,
    errorRate: numberAt(line, 'errorRate'),
    loss: numberAt(line, 'loss'),
    ...(top5ErrorRate !== undefined && { top5ErrorRate }),
    ...(averagedErrorRate !== undefined && { averagedErrorRate }),
    ...(typeof testedOn === 'string' && { testedOn }),
  };
}

/** Of the lines that tell both times of a step, weighted by those of the steps. */
function waitingShare(metrics: readonly MetricsLine[]): number | undefined {
  let [whole, waiting] = [0, 0];
  for (const line of linesOf(metrics, 'train')) {
    const [step, data] = ['stepTimeMs', 'dataTimeMs'].map((key) => numberAt(line, key));
    if (step === undefined || data === undefined) continue;
    whole += step;
    waiting += data;
  }
  return whole > 0 ? waiting / whole : undefined;
}

function isRated(evaluation: Evaluation): evaluation is Evaluation & { errorRate: number } {
  return Number.isFinite(evaluation.errorRate);
}

function median(values: readonly number[]): number | undefined {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
