import { confusedPairs, sumOf } from './confusion.js';
import type { Confusion } from './confusion.js';
import { formatPercent } from './format.js';
import { escapeHtml } from './html.js';
import { splitImages } from './split-images.js';

/** Of more classes the pairs are listed that are confused most. */
const mostClasses = 30;
const mostPairs = 20;

/** Which classes were taken for which: as a matrix, or of many classes the pairs confused most. */
export function renderConfusion(counts: Confusion): string {
  const { split, step, classNames } = counts;
  const isMatrix = classNames.length <= mostClasses;
  const note = isMatrix
    ? 'A row for each class, a column for what its images were taken for. The stronger the colour, the larger the share of the class.'
    : `The pairs of the ${classNames.length} classes that are confused most.`;
  return `<section class="confusion">
<h2>Confusion of classes</h2>
<p class="note">Of the ${escapeHtml(splitImages(split))}, at step ${step.toLocaleString('en')}. ${note}</p>
<div class="wide" tabindex="0" role="region" aria-label="Confusion of classes">
${isMatrix ? renderMatrix(counts) : renderPairs(counts)}
</div>
</section>`;
}

function renderMatrix({ classNames, confusion }: Confusion): string {
  const names = classNames.map(escapeHtml);
  const head = names.map((name) => `<th scope="col"><span>${name}</span></th>`).join('');
  const rows = confusion.map((row, i) => {
    const total = sumOf(row);
    const cells = row.map((count, j) => renderCell(count, total, i === j)).join('');
    const error = total === 0 ? '–' : formatPercent((total - row[i]) / total, 1);
    return `<tr><th scope="row">${names[i]}</th>${cells}<td class="number">${error}</td></tr>`;
  });
  return `<table class="matrix">
<thead><tr><td></td>${head}<th scope="col"><span>error</span></th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`;
}

/** Nothing is drawn where there is nothing, so that what is there stands out. */
function renderCell(count: number, total: number, isRight: boolean): string {
  if (count === 0) return '<td></td>';
  const share = Math.round((100 * count) / total);
  return `<td class="${isRight ? 'right' : 'wrong'}" style="--share:${share}%">${count}</td>`;
}

function renderPairs(counts: Confusion): string {
  const rows = confusedPairs(counts)
    .slice(0, mostPairs)
    .map(
      ({ name, taken, count, share }) =>
        `<tr><th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(taken)}</td><td class="number">${count}</td><td class="number">${formatPercent(share, 1)}</td></tr>`,
    );
  if (rows.length === 0) return '<p class="note">No class was taken for another.</p>';
  return `<table>
<thead><tr><th scope="col">class</th><th scope="col">taken for</th><th scope="col">images</th><th scope="col">of the class</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`;
}
