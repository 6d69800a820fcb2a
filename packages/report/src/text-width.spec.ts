import { fitText, textWidth } from './text-width.js';

// advance widths of DejaVu Sans 2.37 at 1000 px
test.each([
  ['gnp', 1903],
  ['plain (mean of 3 seeds)', 11832],
])('%p is at least as wide as in a wide font', (text, width) => {
  expect(textWidth(text, 1000)).toBeGreaterThanOrEqual(width);
  expect(textWidth(text, 1000)).toBeLessThan(width * 1.2);
});

test('a text that fits stays as it is', () => expect(fitText('gnp', 60, 12)).toBe('gnp'));

test('a text that is too long ends in an ellipsis, and fits', () => {
  const fitted = fitText('quickstart, rule gnp', 60, 12);
  expect(fitted).toMatch(/^quick\w*…$/);
  expect(textWidth(fitted, 12)).toBeLessThanOrEqual(60);
  expect(fitText('漢字漢字', 30, 12)).toBe('漢…');
  expect(fitText('gnp', 0, 12)).toBe('…');
});
