import type { MetricsLine } from './metrics.js';
import { linesOf, numberAt } from './metrics.js';

/** Where the time of a run went up to its last test, in milliseconds. */
export interface RunTimes {
  readonly computingMs: number;
  readonly waitingMs: number;
  readonly testingMs: number;
  /** Undefined where the run did not tell of them. */
  readonly checkpointsMs?: number | undefined;
  /** Of callbacks besides checkpoints: logs, progress, whatever else. */
  readonly otherMs: number;
}

/** Adds up the times that lines of metrics tell; undefined of runs whose tests do not tell theirs. */
export function runTimes(metrics: readonly MetricsLine[]): RunTimes | undefined {
  const tests = linesOf(metrics, 'test');
  const last = tests.at(-1);
  const elapsedMs = last && numberAt(last, 'elapsedMs');
  if (!last || elapsedMs === undefined) return undefined;
  const testingMs = sumOf(tests, 'testTimeMs');
  const besidesMs = sumOf(tests, 'otherTimeMs');
  if (testingMs === undefined || besidesMs === undefined) return undefined;
  const checkpointsMs = sumOf(tests, 'checkpointTimeMs');
  const waitingMs = waitingUpTo(last.step, metrics);
  return {
    computingMs: Math.max(0, elapsedMs - testingMs - waitingMs),
    waitingMs,
    testingMs,
    checkpointsMs,
    otherMs: Math.max(0, besidesMs - (checkpointsMs ?? 0)),
  };
}

/** Undefined unless all lines tell it: a run may have been begun by a version that did not. */
function sumOf(lines: readonly MetricsLine[], key: string): number | undefined {
  let sum = 0;
  for (const line of lines) {
    const value = numberAt(line, key);
    if (value === undefined || !Number.isFinite(value)) return undefined;
    sum += value;
  }
  return sum;
}

/** A line tells the mean over the steps since the line before. */
function waitingUpTo(step: number, metrics: readonly MetricsLine[]): number {
  let [sum, before] = [0, 0];
  for (const line of linesOf(metrics, 'train')) {
    if (line.step > step) break;
    sum += (line.step - before) * (numberAt(line, 'dataTimeMs') ?? 0);
    before = line.step;
  }
  return sum;
}
