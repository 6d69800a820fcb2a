import type { MetricsLine } from '../src/metrics.js';

/** A line of training. */
export const train = (step: number, changes: Partial<MetricsLine> = {}): MetricsLine => ({
  split: 'train',
  step,
  epoch: Math.ceil(step / 10),
  loss: 2 / step,
  errorRate: 0.5 / step,
  learningRate: 0.1,
  rule: { name: 'gnp', r: 0.05, alpha: 0.8 },
  passes: 2,
  gradientNorm: 3,
  perturbedGradientNorm: 4,
  updateNorm: 0.3,
  parameterNorm: 30,
  imagesPerSecond: 100 + step,
  stepTimeMs: 10,
  dataTimeMs: 2,
  elapsedMs: step * 1000,
  ...changes,
});
/** An evaluation at the end of an epoch of ten steps. */
export const test = (epoch: number, errorRate: number): MetricsLine => ({
  split: 'test',
  step: epoch * 10,
  epoch,
  loss: 0.5,
  errorRate,
});
/** A short run. */
export const metrics = [
  train(5),
  train(10),
  test(1, 0.2),
  train(15),
  train(20),
  test(2, 0.1),
  test(3, 0.15),
];
