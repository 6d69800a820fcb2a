import type { MetricsLine } from './metrics.js';
import { linesOf, numberAt } from './metrics.js';

/**
 * The forward-backward passes that a run has taken by a step, in those of plain training, where one is a step: each line of
 * training tells those of its step, which stand for the steps since the line before. Undefined where lines do not tell.
 */
export function passesBy(metrics: readonly MetricsLine[]): ((step: number) => number) | undefined {
  const lines = linesOf(metrics, 'train').flatMap((line) => {
    const passes = numberAt(line, 'passes');
    return passes === undefined ? [] : [{ step: line.step, passes }];
  });
  if (lines.length === 0) return undefined;
  const totals: number[] = [];
  lines.forEach(({ step, passes }, i) => {
    totals.push((totals[i - 1] ?? 0) + passes * (step - (lines[i - 1]?.step ?? 0)));
  });
  return (step) => {
    const i = lines.findIndex((line) => line.step >= step);
    // steps after the last line cost as much as its step
    const at = i === -1 ? lines.length - 1 : i;
    return totals[at] - lines[at].passes * (lines[at].step - step);
  };
}

/** Steps in an epoch, if every test line was written at the end of one; the last may be within one, where the run ended. */
export function inferStepsPerEpoch(metrics: readonly MetricsLine[]): number | undefined {
  const tests = linesOf(metrics, 'test').filter(({ epoch }) => epoch > 0);
  const last = tests.at(-1);
  const ends = tests.length > 1 ? tests.slice(0, -1) : tests;
  const ratios = new Set(ends.map(({ step, epoch }) => step / epoch));
  const [ratio] = ratios;
  if (!last || ratios.size !== 1 || !Number.isInteger(ratio) || ratio <= 0) return undefined;
  const isWithin = last.step <= ratio * last.epoch && last.step > ratio * (last.epoch - 1);
  return isWithin ? ratio : undefined;
}
