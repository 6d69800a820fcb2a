import { cast, mul, sub, tensor1d } from '@tensorflow/tfjs-core';
import type { Preprocess } from './on-device.js';

/**
 * Normalises bytes by the statistics of their channels: (x / 255 - mean) / std.
 *
 * @param statistics [channels] each, on a scale where 255 is 1; a data set of `@gnp/data` has them
 */
export function normalizer({
  mean,
  std,
}: {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}): Preprocess {
  const factor = std.map((value) => 1 / (255 * value));
  const offset = mean.map((value, channel) => value / std[channel]);
  return (images) => sub(mul(cast(images, 'float32'), tensor1d(factor)), tensor1d(offset));
}
