import { lineStyles } from './line-styles.js';
import { settingsOf } from './run-settings.js';

const rules = ['gnp', 'sam', 'asam', 'plain'];
const rates = [0.1, 0.2, 0.3];
const grid = rules.flatMap((name) => rates.map((peak) => ({ name, peak })));
const settings = grid.map(({ name, peak }) =>
  settingsOf({ recipe: 'mine', rule: { name }, learningRate: { peak } }),
);

it('colours many runs by one setting and dashes them by another', () => {
  const styles = lineStyles(settings);
  const distinct = (values: readonly string[]) => new Set(values).size;
  expect(distinct(styles.map((style) => JSON.stringify(style)))).toBe(12);
  grid.forEach(({ name, peak }, i) =>
    grid.forEach((other, j) => {
      expect(styles[i].color === styles[j].color).toBe(name === other.name);
      expect(styles[i].stroke === styles[j].stroke).toBe(peak === other.peak);
    }),
  );
});

it.each([
  ['few runs', settings.slice(0, 8), 8],
  ['runs of unknown settings', Array<undefined>(24).fill(undefined), 24],
  [
    'runs that no two settings tell apart',
    Array.from({ length: 20 }, (_, i) => settingsOf({ l2: i })),
    20,
  ],
])('draws %s each in its own way', (_, runs, count) => {
  const styles = lineStyles(runs).map((style) => JSON.stringify(style));
  expect(new Set(styles).size).toBe(count);
});

it('draws a few as whole lines', () => {
  expect(lineStyles(settings.slice(0, 8)).map(({ stroke }) => stroke)).toEqual(
    Array(8).fill('solid'),
  );
});
