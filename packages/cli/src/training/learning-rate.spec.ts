import type { Config } from '../config/schema.js';
import { learningRateSchedule } from './learning-rate.js';

const at = (config: Config['learningRate'], steps: number[]) =>
  steps.map(learningRateSchedule(config, 10, 100)).map((rate) => Number(rate.toFixed(6)));

test('cosine warms up, then falls to its end', () => {
  const config = { schedule: 'cosine', peak: 1, warmupEpochs: 2, end: 0.1 } as const;
  expect(at(config, [0, 100, 200, 600, 1000])).toEqual([0, 0.5, 1, 0.55, 0.1]);
});

test('every schedule warms up', () => {
  const warm = { peak: 1, warmupEpochs: 1 };
  expect(at({ schedule: 'constant', ...warm }, [50, 100, 999])).toEqual([0.5, 1, 1]);
  expect(
    at({ schedule: 'piecewise', ...warm, epochs: [3, 6], factor: 0.1 }, [50, 299, 300, 600]),
  ).toEqual([0.5, 1, 0.1, 0.01]);
  expect(at({ schedule: 'exponential', ...warm, remaining: 0.01 }, [50, 100, 550, 1000])).toEqual([
    0.5, 1, 0.1, 0.01,
  ]);
});
