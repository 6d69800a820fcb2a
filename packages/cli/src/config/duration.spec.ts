import { durationSchema, minutesOf } from './duration.js';

test.each([
  [90, 90],
  [0.5, 0.5],
  ['90s', 1.5],
  ['45min', 45],
  ['2h', 120],
  ['1.5h', 90],
  ['2h30min', 150],
  ['2h 30min 6s', 150.1],
])('%p is %d minutes', (duration, minutes) => {
  expect(durationSchema.parse(duration)).toBe(duration);
  expect(minutesOf(duration)).toBeCloseTo(minutes, 10);
});

test.each(['', '2', '2 days', '30min2h', '0h', '1.2.3h', -1, 0, 'h', null])(
  '%p is none',
  (given) => {
    expect(durationSchema.safeParse(given).success).toBe(false);
  },
);
