import type { MetricsLine } from './metrics.js';
import { formatCount, formatDuration, formatNumber, formatPercent } from './format.js';
import { renderChart } from './chart.js';
import { runFigures } from './figures.js';
import { escapeHtml } from './html.js';
import { pageStyle } from './page-style.js';
import { trainingCharts } from './training-charts.js';

/** What a report is made of. */
export interface ReportInput {
  /** The heading, such as the name of the recipe or the run folder. */
  title: string;
  /** A line below it. */
  subtitle?: string;
  /** The text of `config.yaml`. */
  configText: string;
  metrics: readonly MetricsLine[];
  /** How many numbers are trained. */
  parameters?: number;
  /** See `trainingCharts`. */
  stepsPerEpoch?: number;
}

/**
 * A report of a run as one HTML page: final figures, charts and the resolved configuration. It needs
 * no scripts, no network and no other file. Equal input gives equal text.
 */
export function renderReport(run: ReportInput): string {
  const title = escapeHtml(run.title);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${pageStyle}</style>
</head>
<body>
<header>
<h1>${title}</h1>
${run.subtitle ? `<p class="note">${escapeHtml(run.subtitle)}</p>` : ''}
</header>
<main>
${renderFigures(run)}
${renderCharts(run)}
<details class="config" open>
<summary>Configuration</summary>
<pre>${escapeHtml(run.configText.trimEnd())}</pre>
</details>
</main>
</body>
</html>
`;
}

function renderFigures({ metrics, parameters }: ReportInput): string {
  const { final, best, imagesPerSecond, elapsedMs, steps, epochs } = runFigures(metrics);
  const cells = [
    cell('Test error', formatPercent, final?.errorRate),
    cell('Best test error', formatPercent, best?.errorRate, `epoch ${best?.epoch}`),
    cell('Test loss', formatNumber, final?.loss),
    cell('Epochs', String, epochs, `${formatCount(steps)} steps`),
    cell('Images per second', formatCount, imagesPerSecond),
    cell('Time', formatDuration, elapsedMs),
    cell('Parameters', formatCount, parameters),
  ];
  return `<dl>\n${cells.filter((text) => text !== '').join('\n')}\n</dl>`;
}

function cell(
  name: string,
  format: (value: number) => string,
  value: number | undefined,
  note?: string,
): string {
  if (value === undefined) return '';
  const small = note ? ` <small>${note}</small>` : '';
  return `<div><dt>${name}</dt><dd>${format(value)}${small}</dd></div>`;
}

function renderCharts({ metrics, stepsPerEpoch }: ReportInput): string {
  const charts = trainingCharts(metrics, stepsPerEpoch);
  if (charts.length === 0) return '<p class="note">Nothing has been logged yet.</p>';
  const sections = charts.map((chart) => {
    const svg = renderChart(chart, { standalone: false });
    return `<section>\n<h2>${escapeHtml(chart.title)}</h2>\n${svg}\n</section>`;
  });
  return `<div class="charts">\n${sections.join('\n')}\n</div>`;
}
