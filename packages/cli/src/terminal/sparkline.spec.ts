import { Writable } from 'node:stream';
import { errorTrend, errorTrends } from './error-trend.js';
import { sparkline } from './sparkline.js';
import { drawsSparklines } from './style.js';

describe('a sparkline', () => {
  it.each<[string, number[], string]>([
    ['values from the lowest block to the highest', [0, 1, 2, 3, 4, 5, 6, 7], '▁▂▃▄▅▆▇█'],
    ['equal values in the middle', [3, 3, 3], '▅▅▅'],
    ['one value in the middle', [1e300], '▅'],
    ['gaps for what is no finite number', [0, NaN, 1, Infinity, -Infinity], '▁ █  '],
    ['nothing but gaps', [NaN, Infinity], '  '],
    ['nothing', [], ''],
    ['the largest numbers', [-Number.MAX_VALUE, 0, Number.MAX_VALUE], '▁▅█'],
    ['the smallest numbers', [0, Number.MIN_VALUE], '▁█'],
  ])('draws %s', (_, values, drawn) => {
    expect(sparkline(values)).toBe(drawn);
  });

  it('joins neighbours where there are more values than characters', () => {
    expect(sparkline([0, 0, 7, 7, NaN, 14], { width: 3 })).toBe('▁▅█');
    expect(sparkline([1, 1, NaN, NaN, 3, 3], { width: 3 })).toBe('▁ █');
    expect(sparkline([5, 1], { width: 12 })).toBe('█▁');
  });

  it('is drawn on a scale that it is given, and stays within', () => {
    expect(sparkline([-1, 0.5, 2], { range: [0, 1] })).toBe('▁▅█');
  });
});

test('trends are of the test errors, of all runs on one scale', () => {
  const run = (...errors: number[]) =>
    errors.flatMap((errorRate, i) => [
      { split: 'train', step: i, epoch: i, errorRate: 1 },
      { split: 'test', step: i, epoch: i, errorRate },
    ]);
  expect(errorTrends([run(0.8, 0.4), run(0.4, 0), run(0.1), []])).toEqual([
    '█▅',
    '▅▁',
    undefined,
    undefined,
  ]);
  expect(errorTrend(run(...Array.from({ length: 400 }, (_, i) => i / 400)))).toHaveLength(16);
});

test.each([
  [{}, true],
  [{ LANG: 'en_GB.UTF-8' }, true],
  [{ LANG: 'en_GB.utf8', LC_ALL: 'C' }, false],
  [{ LC_CTYPE: 'de_DE.ISO-8859-1' }, false],
  [{ TERM: 'linux' }, false],
  [{ TERM: 'dumb' }, false],
  [{ NO_COLOR: '1' }, true],
])('a terminal with %j draws sparklines: %j', (env, draws) => {
  const stream = Object.assign(new Writable(), { isTTY: true });
  expect(drawsSparklines(stream, env)).toBe(draws);
  expect(drawsSparklines(new Writable(), env)).toBe(false);
});
