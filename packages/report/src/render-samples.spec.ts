import { renderReport } from './report.js';
import { renderSamples } from './render-samples.js';
import type { Sample, TestSamples } from './samples.js';

const png = 'iVBORw0KGgo=';
const sample = (changes: Partial<Sample>): Sample => ({
  choice: 'random',
  index: 7,
  ...{ label: 1, labelName: 'cat', predicted: 1, predictedName: 'cat', probability: 0.75 },
  ...{ height: 8, width: 8, png },
  ...changes,
});
const wrong = { choice: 'confident error', predicted: 2, predictedName: 'a "dog" & <b>' } as const;
const some = (...samples: Sample[]): TestSamples => ({
  ...{ split: 'test', step: 1200, count: 359, errors: 12 },
  samples,
});

test('images stand with class, prediction and probability, in words and for those who see none', () => {
  const html = renderSamples(some(sample({}), sample({ ...wrong, probability: 0.998 })));
  expect(html).toContain('12 of 359 test images are classified wrongly at step 1,200.');
  expect(html).toContain(`alt="cat, taken for a &quot;dog&quot; &amp; &lt;b&gt; with 99.8%"`);
  expect(html).toContain('<strong>cat</strong> <em>as a &quot;dog&quot; &amp; &lt;b&gt;</em>');
  expect(html).toContain('alt="cat, classified rightly with 75.0%"');
  const titles = [...html.matchAll(/<h3>(.*?)<\/h3>/g)].map(([, title]) => title);
  expect(titles).toEqual(['Most confident errors', 'Random sample']);
  expect(html.match(/<ul [^>]*tabindex="0"/g)).toHaveLength(2);
});

test.each([
  [8, 8, 'width="96" height="96" class="pixels"'],
  [28, 28, 'width="84" height="84" class="pixels"'],
  [32, 16, 'width="48" height="96" class="pixels"'],
  [64, 48, 'width="72" height="96" src'],
  [96, 1, 'width="1" height="96" src'],
])('an image of %i by %i pixels is shown as %s', (height, width, expected) => {
  expect(renderSamples(some(sample({ height, width })))).toContain(expected);
});

test('other splits are called by their names, and no image is no section', () => {
  const images = (split: string) => renderSamples({ ...some(sample({})), split });
  expect(images('validation')).toContain('<h2>Validation images</h2>');
  expect(images('train')).toContain('<h2>Training images</h2>');
  expect(renderSamples(some())).toBe('');
});

test('a report shows them, with no address but their own bytes; without it has no such section', async () => {
  const run = { title: 't', metrics: [] };
  const html = await renderReport({ ...run, samples: some(sample({})) });
  expect(html).toContain('<h2>Test images</h2>');
  const sources = [...html.matchAll(/\bsrc="([^"]*)"/g)].map(([, source]) => source);
  expect(sources).toEqual([`data:image/png;base64,${png}`]);
  const without = await renderReport(run);
  expect(without).not.toContain('Test images');
  const note = await renderReport({ ...run, notes: ['samples.json is <damaged>'] });
  expect(note).toContain('<p class="note">samples.json is &lt;damaged&gt;</p>');
});
