import { formatDuration, formatPercent } from './format.js';
import type { LineColor } from './palette.js';
import type { RunTimes } from './run-times.js';

/** Units of the bar's width. */
const whole = 1000;

/** Where the time of a run went, as a bar and as a table. */
export function renderTimes(times: RunTimes): string {
  const { computingMs, waitingMs, testingMs, checkpointsMs, otherMs } = times;
  const parts: readonly (readonly [name: string, ms: number, color: LineColor | 'muted'])[] = [
    ['Computing', computingMs, 'blue'],
    ['Waiting for data', waitingMs, 'orange'],
    ['Testing', testingMs, 'teal'],
    ...(checkpointsMs === undefined
      ? []
      : [['Saving checkpoints', checkpointsMs, 'violet'] as const]),
    ['Logs and the rest', otherMs, 'muted'],
  ];
  const total = parts.reduce((sum, [, ms]) => sum + ms, 0);
  const share = (ms: number) => (total > 0 ? ms / total : 0);
  let x = 0;
  const bar = parts.map(([, ms, color]) => {
    const width = Math.round(whole * share(ms) * 100) / 100;
    const rect = `<rect x="${Math.round(x * 100) / 100}" width="${width}" height="24" fill="var(--gnp-${color})"/>`;
    x += width;
    return rect;
  });
  const rows = parts.map(([name, ms, color]) => row(swatch(color) + name, ms, share(ms)));
  return `<section>
<h2>Time of the run</h2>
<svg class="bar" viewBox="0 0 ${whole} 24" preserveAspectRatio="none" aria-hidden="true">${bar.join('')}</svg>
<table>
<tbody>
${rows.join('\n')}
${row('Together', total, share(total))}
</tbody>
</table>
<p class="note">Up to the last test; without reading the data set and building the model.</p>
</section>`;
}

function row(name: string, ms: number, share: number): string {
  return `<tr><th scope="row">${name}</th><td class="number">${formatDuration(ms)}</td><td class="number">${formatPercent(share, 1)}</td></tr>`;
}

function swatch(color: string): string {
  return `<svg class="swatch" viewBox="0 0 28 4" aria-hidden="true"><path d="M0 2h28" stroke="var(--gnp-${color})" stroke-width="4"/></svg>`;
}
