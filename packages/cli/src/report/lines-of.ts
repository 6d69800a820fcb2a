import type { MetricsLine } from '@gnp/trainer';

/** The lines of one split, in the order in which they were logged. */
export function linesOf<Split extends MetricsLine['split']>(
  lines: readonly MetricsLine[],
  split: Split,
): Extract<MetricsLine, { split: Split }>[] {
  return lines.filter(
    (line): line is Extract<MetricsLine, { split: Split }> => line.split === split,
  );
}
