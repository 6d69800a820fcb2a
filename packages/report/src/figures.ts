import type { MetricsLine, TestMetrics } from './metrics.js';
import { linesOf } from './metrics.js';

/** The figures of a run that people ask for first; undefined where the log does not tell. */
export interface RunFigures {
  /** The last evaluation. */
  final?: TestMetrics;
  /** The evaluation with the lowest error rate, the first of equals. */
  best?: TestMetrics;
  /** The median over the training lines, which a slow first step does not move. */
  imagesPerSecond?: number;
  elapsedMs?: number;
  /** Optimizer steps and epochs that the log reaches; 0 if it is empty. */
  steps: number;
  epochs: number;
}

/** Works the figures out of a metrics log. */
export function runFigures(metrics: readonly MetricsLine[]): RunFigures {
  const test = linesOf(metrics, 'test');
  const best = test
    .filter(({ errorRate }) => Number.isFinite(errorRate))
    .reduce<TestMetrics | undefined>(
      (lowest, line) => (lowest && lowest.errorRate <= line.errorRate ? lowest : line),
      undefined,
    );
  return {
    final: test.at(-1),
    best,
    imagesPerSecond: median(linesOf(metrics, 'train').map((line) => line.imagesPerSecond)),
    elapsedMs: metrics.findLast((line) => line.elapsedMs !== undefined)?.elapsedMs,
    steps: metrics.at(-1)?.step ?? 0,
    epochs: metrics.at(-1)?.epoch ?? 0,
  };
}

function median(values: readonly number[]): number | undefined {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
