import type { Chart } from './chart-model.js';
import { renderChart } from './chart.js';
import { escapeHtml } from './html.js';
import { pageStyle } from './page-style.js';
import { pageMark } from './palette.js';

/** What a page is made of; `main` is HTML, the others are text. */
interface Page {
  title: string;
  subtitle?: string | undefined;
  main: readonly string[];
}

/** A page that needs no scripts, no network and no other file. */
export function renderPage({ title, subtitle, main }: Page): string {
  const heading = escapeHtml(title);
  const note = subtitle && escapeHtml(subtitle);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="@gnp/report">
<title>${note ? `${heading}: ${note}` : heading}</title>
<style>${pageStyle}</style>
</head>
<body>
<header>
<h1>${heading}</h1>
${note ? `<p class="note">${note}</p>` : ''}
</header>
<main>
${main.filter(Boolean).join('\n')}
</main>
</body>
</html>
`;
}

/** Charts, as many beside one another as there is room for, each under its title; `last` is a section of HTML beside them. */
export async function renderCharts(charts: readonly Chart[], last?: string): Promise<string> {
  const sections = await Promise.all(charts.map(renderSection));
  if (last !== undefined) sections.push(last);
  return `<div class="charts">\n${sections.join('\n')}\n</div>`;
}

async function renderSection(chart: Chart): Promise<string> {
  const content =
    chart.panels.length > 0
      ? await renderChart(chart, { standalone: false })
      : '<p class="note">Not logged.</p>';
  return `<section>\n<h2>${escapeHtml(chart.title)}</h2>\n${content}\n</section>`;
}

/** Whether a text, or its beginning, is a page or a picture that this package has made. */
export function isReport(text: string): boolean {
  return text.includes(pageMark);
}
