import { comparisonCharts } from './comparison-charts.js';
import { compareRuns } from './compare-runs.js';
import type { ComparedRuns } from './compare-runs.js';
import {
  formatCount,
  formatDuration,
  formatMeanPercent,
  formatPercent,
  formatSetting,
} from './format.js';
import { escapeHtml } from './html.js';
import { groupRuns, joined } from './join-runs.js';
import type { LoggedRun } from './join-runs.js';
import type { LineStyle } from './line-styles.js';
import { lineStyles } from './line-styles.js';
import type { Mean } from './mean.js';
import { renderCharts, renderPage } from './page.js';

/**
 * A report of runs beside one another as one HTML page: what differs between their configurations, what they have come to,
 * and charts of test error by epoch, passes and time, of training loss and of gradient norms. Runs that differ in
 * their seed alone are one, with a standard error. As `renderReport`, it needs nothing else.
 */
export async function renderComparisonReport(runs: readonly LoggedRun[]): Promise<string> {
  const { title, differing, groups } = compareRuns(runs);
  const named = groupRuns(runs).map(joined);
  const styles = lineStyles(named.map(({ settings }) => settings));
  const count = `${runs.length} runs of ${groups.length} configurations`;
  return renderPage({
    title: `Comparison: ${title}`,
    subtitle:
      groups.length < runs.length ? `${count}; mean ± standard error over seeds` : undefined,
    main: [renderTable(groups, differing, styles), await renderCharts(comparisonCharts(named))],
  });
}

function renderTable(
  groups: readonly ComparedRuns[],
  differing: readonly string[],
  styles: readonly LineStyle[],
): string {
  const head = ['Run', ...differing, 'Seeds', ...figures.map(([name]) => name)];
  const rows = groups.map((group, i) => {
    const settings = differing.map((path) => cell(formatSetting(group.settings[path])));
    const results = figures.map(([, show]) => cell(show(group.results) ?? '–', 'number'));
    const name = `<th scope="row">${swatch(styles[i])}${escapeHtml(group.name)}</th>`;
    return [name, ...settings, cell(String(group.runs.length), 'number'), ...results].join('');
  });
  return `<div class="wide" role="region" aria-label="Runs" tabindex="0">
<table>
<thead><tr>${head.map((name) => `<th scope="col">${escapeHtml(name)}</th>`).join('')}</tr></thead>
<tbody>
${rows.map((row) => `<tr>${row}</tr>`).join('\n')}
</tbody>
</table>
</div>`;
}

const shown = (format: (value: number) => string) => (value?: Mean) => value && format(value.mean);
const percent = (value?: Mean) => value && formatMeanPercent(value);

/** The figures of a configuration by their headings. */
const figures: readonly [
  name: string,
  show: (results: ComparedRuns['results']) => string | undefined,
][] = [
  ['Test error', ({ finalError }) => percent(finalError)],
  ['Best', ({ bestError }) => percent(bestError)],
  ['Epochs', ({ epochs }) => shown(formatCount)(epochs)],
  ['Passes', ({ passes }) => shown(formatCount)(passes)],
  ['Images/s', ({ imagesPerSecond }) => shown(formatCount)(imagesPerSecond)],
  [
    'Waiting for data',
    ({ waitingShare }) => shown((share) => formatPercent(share, 1))(waitingShare),
  ],
  ['Time', ({ elapsedMs }) => shown(formatDuration)(elapsedMs)],
];

function cell(text: string, kind?: string): string {
  return `<td${kind ? ` class="${kind}"` : ''}>${escapeHtml(text)}</td>`;
}

/** A piece of the run's line. */
function swatch({ color, stroke }: LineStyle): string {
  const dashes = {
    solid: '',
    dashed: ' stroke-dasharray="6 4"',
    dotted: ' stroke-dasharray="2 3"',
  };
  return `<svg class="swatch" viewBox="0 0 28 4" aria-hidden="true"><path d="M0 2h28" stroke="var(--gnp-${color})" stroke-width="3"${dashes[stroke]}/></svg>`;
}
