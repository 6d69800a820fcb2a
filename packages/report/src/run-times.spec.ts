import { test as evaluation, train } from '../testing/lines.js';
import { renderTimes } from './render-times.js';
import { runTimes } from './run-times.js';

const tested = (epoch: number, elapsedMs: number, times: Record<string, number> = {}) => ({
  ...evaluation(epoch, 0.1),
  ...{ testTimeMs: 30, otherTimeMs: 50, checkpointTimeMs: epoch === 1 ? 0 : 20 },
  elapsedMs,
  ...times,
});
const metrics = [
  train(4, { dataTimeMs: 2 }),
  train(10, { dataTimeMs: 3 }),
  tested(1, 200),
  train(20, { dataTimeMs: 1 }),
  tested(2, 400),
];

test('the time of a run is that of steps, less waiting, of tests, and of what lies between', () => {
  expect(runTimes(metrics)).toEqual({
    waitingMs: 4 * 2 + 6 * 3 + 10,
    computingMs: 400 - 60 - 36,
    testingMs: 60,
    checkpointsMs: 20,
    otherMs: 80,
  });
});

test('what came after the last test does not count', () => {
  expect(runTimes([...metrics, train(25, { dataTimeMs: 9 })])).toEqual(runTimes(metrics));
});

test('runs without checkpoints do not tell of them', () => {
  const { checkpointTimeMs: _, ...line } = tested(1, 200);
  const times = runTimes([line]);
  expect(times).toMatchObject({ checkpointsMs: undefined, otherMs: 50 });
  expect(renderTimes(times!)).not.toContain('checkpoints');
});

test.each([
  ['not tested', [train(1)]],
  ['of an earlier version', [train(10), evaluation(1, 0.2)]],
  ['begun by an earlier version', [evaluation(1, 0.2), tested(2, 400)]],
  ['whose times are no numbers', [tested(1, 200, { testTimeMs: NaN })]],
])('runs %s have none', (_, lines) => {
  expect(runTimes(lines)).toBeUndefined();
});

test('they are drawn as a bar and as a table, largest share and total in words', () => {
  const html = renderTimes(runTimes(metrics)!);
  const rows = [...html.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row]) =>
    row
      .replace(/<svg.*?<\/svg>/, '')
      .replace(/<\/t[hd]><t[hd].*?>/g, ' | ')
      .replace(/<.*?>/g, ''),
  );
  expect(rows).toEqual([
    'Computing | 304ms | 60.8%',
    'Waiting for data | 36ms | 7.2%',
    'Testing | 60ms | 12.0%',
    'Saving checkpoints | 20ms | 4.0%',
    'Logs and the rest | 80ms | 16.0%',
    'Together | 500ms | 100.0%',
  ]);
  const widths = [...html.matchAll(/<rect x="([\d.]+)" width="([\d.]+)"/g)].map((m) => [
    +m[1],
    +m[2],
  ]);
  expect(widths.map(([, width]) => width)).toEqual([608, 72, 120, 40, 160]);
  expect(widths.at(-1)![0]).toBe(840);
});
