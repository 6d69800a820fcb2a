import { confusedPairs, formatPercent } from '@gnp/report';
import type { Style } from './style.js';
import { renderTable } from './table.js';

/** Up to so many classes fit a terminal as a table. */
const mostColumns = 20;

/** The rows of a confusion matrix [classes, classes]: of each true class, how often it was taken for each. */
export function rowsOf(confusion: Int32Array): number[][] {
  const classes = Math.sqrt(confusion.length);
  return Array.from({ length: classes }, (_, i) => [
    ...confusion.subarray(i * classes, (i + 1) * classes),
  ]);
}

/** Shows a confusion matrix: a row for each true class, or of more than 20 classes the pairs confused most. */
export function renderConfusion(
  confusion: Int32Array,
  classNames: readonly string[],
  style: Style,
): string {
  if (classNames.length > mostColumns) {
    const pairs = mostConfused(confusion, classNames, 20);
    return pairs.length > 0 ? pairs.join('\n') : 'No class was taken for another.';
  }
  const header = ['true \\ predicted', '', ...classNames.map((_, i) => String(i)), 'error'];
  const rows = rowsOf(confusion).map((row, i) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    const error = total === 0 ? '–' : formatPercent((total - row[i]) / total);
    const cells = row.map((count, j) =>
      i === j ? style.bold(String(count)) : count === 0 ? style.dim('·') : String(count),
    );
    return [classNames[i], String(i), ...cells, error];
  });
  return renderTable([header.map((text) => style.dim(text)), ...rows]);
}

/** Which classes were taken for which most often, most often first: `cat as dog: 84 (8.40%)`, of the row's class. */
export function mostConfused(
  confusion: Int32Array,
  classNames: readonly string[],
  atMost: number,
): string[] {
  return confusedPairs({ classNames, confusion: rowsOf(confusion) })
    .slice(0, atMost)
    .map(
      ({ name, taken, count, share }) => `${name} as ${taken}: ${count} (${formatPercent(share)})`,
    );
}
