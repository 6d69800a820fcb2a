import { linesOf } from '@gnp/report';
import type { MetricsLine } from '@gnp/report';
import { rangeOf, sparkline } from './sparkline.js';

/** Characters of a trend; a run of fewer tests has one for each. */
const width = 16;

/** The test errors of a run from first to last; undefined of fewer than two tests. */
export function errorTrend(run: readonly MetricsLine[]): string | undefined {
  return errorTrends([run])[0];
}

/** The same of several runs, all on one scale. */
export function errorTrends(
  runs: readonly (readonly MetricsLine[])[],
): readonly (string | undefined)[] {
  const errors = runs.map((lines) =>
    linesOf(lines, 'test').map(({ errorRate }) => Number(errorRate)),
  );
  const range = rangeOf(errors.flat());
  return errors.map((own) => (own.length > 1 ? sparkline(own, { width, range }) : undefined));
}
