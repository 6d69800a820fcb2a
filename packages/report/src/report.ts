import type { Chart } from './chart-model.js';
import { renderChart } from './chart.js';
import { runFigures } from './figures.js';
import { formatCount, formatDuration, formatNumber, formatPercent } from './format.js';
import { escapeHtml } from './html.js';
import type { MetricsLine } from './metrics.js';
import { pageStyle } from './page-style.js';
import { trainingCharts } from './training-charts.js';

/** What a report is made of. */
export interface ReportInput {
  /** The heading; `runTitle` gives it and the line below it. */
  title: string;
  subtitle?: string;
  /** The text of `config.yaml`, to be shown at the end. */
  configText?: string;
  metrics: readonly MetricsLine[];
  /** How many numbers are trained. */
  parameters?: number;
  /** See `trainingCharts`. */
  stepsPerEpoch?: number;
}

/**
 * A report of a run as one HTML page: final figures, charts and the resolved configuration. It needs
 * no scripts, no network and no other file, and says what was not logged. Equal input gives equal text.
 */
export async function renderReport(run: ReportInput): Promise<string> {
  const { subtitle, configText } = run;
  const title = escapeHtml(run.title);
  const note = subtitle && escapeHtml(subtitle);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${note ? `${title}: ${note}` : title}</title>
<style>${pageStyle}</style>
</head>
<body>
<header>
<h1>${title}</h1>
${note ? `<p class="note">${note}</p>` : ''}
</header>
<main>
${renderFigures(run)}
${await renderCharts(run)}
${configText === undefined ? '' : renderConfig(configText)}
</main>
</body>
</html>
`;
}

function renderFigures({ metrics, parameters }: ReportInput): string {
  const { final, best, imagesPerSecond, elapsedMs, steps, epochs } = runFigures(metrics);
  const errorRate = final?.errorRate;
  const tested = final?.testedOn ?? 'test';
  const testedTitle = tested[0].toUpperCase() + tested.slice(1);
  const averaged = final?.averagedErrorRate;
  const unknown = final ? 'not logged' : 'not tested yet';
  const cells = [
    errorRate === undefined
      ? cell(`${testedTitle} error`, '–', unknown)
      : cell(`${testedTitle} error`, formatPercent(errorRate)),
    averaged !== undefined && cell('Of averaged weights', formatPercent(averaged)),
    best && cell(`Best ${tested} error`, formatPercent(best.errorRate), `epoch ${best.epoch}`),
    final?.loss !== undefined && cell(`${testedTitle} loss`, formatNumber(final.loss)),
    cell('Epochs', String(epochs), `${formatCount(steps)} steps`),
    imagesPerSecond !== undefined && cell('Images per second', formatCount(imagesPerSecond)),
    elapsedMs !== undefined && cell('Time', formatDuration(elapsedMs)),
    parameters !== undefined && cell('Parameters', formatCount(parameters)),
  ];
  return `<dl>\n${cells.filter(Boolean).join('\n')}\n</dl>`;
}

function cell(name: string, value: string, note?: string): string {
  const small = note ? ` <small>${note}</small>` : '';
  return `<div><dt>${name}</dt><dd>${value}${small}</dd></div>`;
}

async function renderCharts({ metrics, stepsPerEpoch }: ReportInput): Promise<string> {
  if (metrics.length === 0) return '<p class="note">Nothing has been logged yet.</p>';
  const sections = await Promise.all(trainingCharts(metrics, stepsPerEpoch).map(renderSection));
  return `<div class="charts">\n${sections.join('\n')}\n</div>`;
}

async function renderSection(chart: Chart): Promise<string> {
  const content =
    chart.panels.length > 0
      ? await renderChart(chart, { standalone: false })
      : '<p class="note">Not logged.</p>';
  return `<section>\n<h2>${escapeHtml(chart.title)}</h2>\n${content}\n</section>`;
}

function renderConfig(text: string): string {
  return `<details class="config" open>
<summary>Configuration</summary>
<pre>${escapeHtml(text.trimEnd())}</pre>
</details>`;
}
