import {
  allSchedules,
  warmupConstant,
  warmupCosine,
  warmupExponential,
  warmupPiecewise,
} from './index.js';
import type { Schedule } from './index.js';

// the learning rates of the papers' recipes: 300 epochs of 195 steps, 40 of them warmup
test.each([
  [40 * 195, 0, 0],
  [40 * 195, 1, 1.282e-7],
  [40 * 195, 195, 2.5e-5],
  [40 * 195, 7800, 1e-3],
  [40 * 195, 29250, 0.0006196578],
  [40 * 195, 33150, 0.0005],
  [0, 0, 1e-3],
  [0, 29250, 0.0005],
])(
  'warmupCosine with %i warmup steps is as published at step %i',
  (warmupSteps, step, expected) => {
    const schedule = warmupCosine({ peak: 1e-3, warmupSteps, totalSteps: 58500 });
    expect(Math.abs(schedule(step) - expected)).toBeLessThan(1e-10 + 1e-4 * expected);
  },
);

const warmup = { peak: 1, warmupSteps: 100 };

test.each<[string, Schedule, [step: number, value: number][]]>([
  [
    'cosine',
    warmupCosine({ ...warmup, totalSteps: 1000, end: 0.1 }),
    [
      [0, 0],
      [50, 0.5],
      [100, 1],
      [550, 0.55],
      [1000, 0.1],
    ],
  ],
  [
    'constant',
    warmupConstant(warmup),
    [
      [50, 0.5],
      [100, 1],
      [999, 1],
    ],
  ],
  [
    'piecewise',
    warmupPiecewise({ ...warmup, steps: [300, 600] }),
    [
      [50, 0.5],
      [299, 1],
      [300, 0.1],
      [600, 0.01],
    ],
  ],
  [
    'exponential',
    warmupExponential({ ...warmup, totalSteps: 1000, remaining: 0.01 }),
    [
      [50, 0.5],
      [100, 1],
      [550, 0.1],
      [1000, 0.01],
    ],
  ],
])('%s warms up, then takes its course', (name, schedule, points) => {
  expect(allSchedules.map((record) => record.name)).toContain(name);
  for (const [step, value] of points) expect(schedule(step)).toBeCloseTo(value, 12);
});

test('without a warmup each begins at its peak', () => {
  const made = allSchedules.map((record) =>
    record({
      peak: 0.3,
      ...('totalSteps' in record.options && { totalSteps: 10 }),
      ...('steps' in record.options && { steps: [] }),
    }),
  );
  expect(made.map((schedule) => schedule(0))).toEqual([0.3, 0.3, 0.3, 0.3]);
});

test.each([
  [
    () => warmupCosine({ peak: 1, warmupSteps: 10, totalSteps: 10 }),
    'A warmup of 10 steps leaves none of the 10 for the decay.',
  ],
  [() => warmupExponential({ peak: 1, warmupSteps: 3, totalSteps: 2 }), 'leaves none of the 2'],
  [
    () => warmupPiecewise({ peak: 1, warmupSteps: 10, steps: [9] }),
    'cannot change at step 9, within the 10 steps of the warmup',
  ],
])('impossible lengths are refused: %#', (make, message) => {
  expect(make).toThrow(message);
});
