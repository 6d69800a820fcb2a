import { formatPercent } from './format.js';
import { escapeHtml } from './html.js';
import type { Sample, SampleChoice, TestSamples } from './samples.js';
import { splitImages } from './split-images.js';

/** Pixels that the longer side of a picture has on the page, at most. */
const side = 96;

const groups: readonly (readonly [SampleChoice, title: string, note: string])[] = [
  ['confident error', 'Most confident errors', 'Classified wrongly, with the highest probability.'],
  ['unsure hit', 'Least confident hits', 'Classified rightly, with the lowest probability.'],
  ['random', 'Random sample', 'Of the other images, drawn in the same order for every run.'],
];

/** Images with their classes, predictions and probabilities, group by group; a group of which there are none is left out. */
export function renderSamples({ split, step, count, errors, samples }: TestSamples): string {
  const images = splitImages(split);
  const shown = groups.flatMap(([choice, title, note]) => {
    const own = samples.filter((sample) => sample.choice === choice);
    return own.length > 0 ? [renderGroup(title, note, own)] : [];
  });
  if (shown.length === 0) return '';
  const number = (value: number) => value.toLocaleString('en');
  return `<section class="samples">
<h2>${escapeHtml(images[0].toUpperCase() + images.slice(1))}</h2>
<p class="note">${number(errors)} of ${number(count)} ${escapeHtml(images)} are classified wrongly at step ${number(step)}. Below each: its class,
what it was taken for, the probability that the model gives that, and the number of the image.</p>
<div class="groups">
${shown.join('\n')}
</div>
</section>`;
}

function renderGroup(title: string, note: string, samples: readonly Sample[]): string {
  return `<div>
<h3>${title}</h3>
<p class="note">${note}</p>
<ul role="list" aria-label="${title}" tabindex="0">
${samples.map(renderSample).join('\n')}
</ul>
</div>`;
}

function renderSample(sample: Sample): string {
  const { index, label, labelName, predicted, predictedName, png } = sample;
  const [right, name, taken] = [label === predicted, ...[labelName, predictedName].map(escapeHtml)];
  const probability = formatPercent(sample.probability, 1);
  const alt = right
    ? `${name}, classified rightly with ${probability}`
    : `${name}, taken for ${taken} with ${probability}`;
  const caption = right
    ? `<strong>${name}</strong>`
    : `<strong>${name}</strong> <em>as ${taken}</em>`;
  return `<li><img alt="${alt}" ${sizeOf(sample)} src="data:image/png;base64,${png}">
<p>${caption}</p><p class="number">${probability} <small>#${index}</small></p></li>`;
}

/** Few pixels are shown as such, each as large as the others; many as a picture. */
function sizeOf({ height, width }: Sample): string {
  const times = side / Math.max(height, width);
  const scale = times >= 3 ? Math.floor(times) : times;
  const size = (pixels: number) => Math.max(1, Math.round(pixels * scale));
  const how = times >= 3 ? ' class="pixels"' : '';
  return `width="${size(width)}" height="${size(height)}"${how}`;
}
