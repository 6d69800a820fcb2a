import { formatPercent } from '@gnp/report';
import type { Style } from './style.js';

/**
 * A bar with its percentage and what fits beside it in `columns`; what does not fit is left off from the right.
 *
 * @param fraction from 0 to 1
 * @param parts most important first
 */
export function renderBar(
  fraction: number,
  parts: readonly string[],
  { columns = 80, style }: { readonly columns?: number | undefined; readonly style: Style },
): string {
  const barWidth = columns < 60 ? 10 : 20;
  const full = Math.round(fraction * barWidth);
  const bar = style.green('━'.repeat(full)) + style.dim('─'.repeat(barWidth - full));
  let line = `${bar} ${formatPercent(fraction, 0).padStart(4)}`;
  let width = barWidth + 5;
  for (const part of parts) {
    // the last column stays free: some terminals wrap as soon as it is filled
    if (width + 2 + part.length >= columns) break;
    line += `  ${part}`;
    width += 2 + part.length;
  }
  return line;
}
