import { confusedPairs } from './confusion.js';
import { renderConfusion } from './render-confusion.js';
import { renderReport } from './report.js';

const few = {
  ...{ split: 'test', step: 1200, classNames: ['cat', 'a "dog" & <b>', 'emu'] },
  confusion: [
    [8, 2, 0],
    [5, 14, 1],
    [0, 0, 0],
  ],
};
const cells = (html: string) =>
  [...html.matchAll(/<tr><th scope="row">(.*?)<\/tr>/g)].map(([, row]) =>
    row.replace(/<\/t[hd]>/g, '|').replace(/<td>/g, ''),
  );

test('a matrix has a row a class, shades by shares of the class, and the error of each', () => {
  expect(cells(renderConfusion(few))).toEqual([
    'cat|<td class="right" style="--share:80%">8|<td class="wrong" style="--share:20%">2||<td class="number">20.0%|',
    'a &quot;dog&quot; &amp; &lt;b&gt;|<td class="wrong" style="--share:25%">5|<td class="right" style="--share:70%">14|' +
      '<td class="wrong" style="--share:5%">1|<td class="number">30.0%|',
    'emu||||<td class="number">–|',
  ]);
});

test('of many classes the pairs are listed that are confused most', () => {
  const classes = 40;
  const confusion = Array.from({ length: classes }, (_, i) =>
    Array.from({ length: classes }, (_, j) => (i === j ? 50 : j === i + 1 ? i : 0)),
  );
  const classNames = confusion.map((_, i) => `class ${i}`);
  const html = renderConfusion({ ...few, classNames, confusion });
  expect(cells(html)).toHaveLength(20);
  expect(cells(html)[0]).toBe('class 38|class 39|<td class="number">38|<td class="number">43.2%|');
  const right = confusion.map((row, i) => row.map((count, j) => (i === j ? count : 0)));
  expect(renderConfusion({ ...few, classNames, confusion: right })).toContain(
    'No class was taken for another.',
  );
});

test('pairs come most often first, with their share of the true class', () => {
  expect(confusedPairs(few)).toMatchObject([
    { name: few.classNames[1], taken: 'cat', count: 5, share: 0.25 },
    { name: 'cat', count: 2, share: 0.2 },
    { taken: 'emu', count: 1, share: 0.05 },
  ]);
});

test('a report shows it, reachable by keyboard; without it there is no such section', async () => {
  const run = { title: 't', metrics: [] };
  const html = await renderReport({ ...run, confusion: few });
  expect(html).toContain('Of the test images, at step 1,200.');
  expect(html).toMatch(/<div class="wide" tabindex="0" role="region"/);
  expect(await renderReport(run)).not.toContain('Confusion');
});
