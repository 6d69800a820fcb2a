import type { Confusion } from './confusion.js';
import { runFigures } from './figures.js';
import { formatCount, formatDuration, formatNumber, formatPercent } from './format.js';
import { escapeHtml } from './html.js';
import type { MetricsLine } from './metrics.js';
import { renderCharts, renderPage } from './page.js';
import { renderConfusion } from './render-confusion.js';
import { renderSamples } from './render-samples.js';
import { renderTimes } from './render-times.js';
import { runTimes } from './run-times.js';
import type { TestSamples } from './samples.js';
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
  /** Which classes the last test took for which, where that was kept. */
  confusion?: Confusion;
  /** Images of the last test, where some were kept. */
  samples?: TestSamples;
  /** What else the reader should know, such as of a file that is damaged; a line each. */
  notes?: readonly string[];
}

/**
 * A report of a run as one HTML page: final figures, charts, where its time went, which classes are confused, sample images and the resolved configuration.
 * It needs no scripts, no network and no other file, and says what was not logged. Equal input gives equal text.
 */
export async function renderReport(run: ReportInput): Promise<string> {
  const {
    title,
    subtitle,
    metrics,
    stepsPerEpoch,
    configText,
    confusion,
    samples,
    notes = [],
  } = run;
  const times = runTimes(metrics);
  return renderPage({
    title,
    subtitle,
    main: [
      renderFigures(run),
      metrics.length === 0
        ? '<p class="note">Nothing has been logged yet.</p>'
        : await renderCharts(trainingCharts(metrics, stepsPerEpoch), times && renderTimes(times)),
      ...notes.map((note) => `<p class="note">${escapeHtml(note)}</p>`),
      confusion ? renderConfusion(confusion) : '',
      samples ? renderSamples(samples) : '',
      configText === undefined ? '' : renderConfig(configText),
    ],
  });
}

function renderFigures({ metrics, parameters }: ReportInput): string {
  const { final, best, imagesPerSecond, waitingShare, elapsedMs, steps, epochs } =
    runFigures(metrics);
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
    waitingShare !== undefined && cell('Waiting for data', formatPercent(waitingShare, 1)),
    elapsedMs !== undefined && cell('Time', formatDuration(elapsedMs)),
    parameters !== undefined && cell('Parameters', formatCount(parameters)),
  ];
  return `<dl>\n${cells.filter(Boolean).join('\n')}\n</dl>`;
}

function cell(name: string, value: string, note?: string): string {
  const small = note ? ` <small>${note}</small>` : '';
  return `<div><dt>${name}</dt><dd>${value}${small}</dd></div>`;
}

function renderConfig(text: string): string {
  return `<details class="config" open>
<summary>Configuration</summary>
<pre tabindex="0">${escapeHtml(text.trimEnd())}</pre>
</details>`;
}
