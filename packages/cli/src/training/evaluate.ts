import { keep, mean, mul, stack, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { createLoader } from '@gnp/data';
import type { ImageDataset, ImageSplit } from '@gnp/data';
import { errorRateOf } from './error-rate.js';
import { crossEntropies } from './loss.js';
import { normalizerOf } from './normalize.js';

/** Figures of a model over a whole split. */
export interface SplitFigures {
  /** Mean cross-entropy. */
  readonly loss: number;
  /** Share of the images that are classified wrongly. */
  readonly errorRate: number;
  readonly count: number;
}

/** Evaluates a model on every image of a split, exactly once. */
export async function evaluate(
  model: LayersModel,
  dataset: ImageDataset,
  split: ImageSplit,
  { labelSmoothing = 0, batchSize = 256 } = {},
): Promise<SplitFigures> {
  const normalize = normalizerOf(dataset);
  const size = Math.min(batchSize, split.count);
  const loader = createLoader(split, dataset, { batchSize: size, shuffle: false });
  let loss = 0;
  let errors = 0;
  for (const batch of loader.epoch(0)) {
    const sums = tidy(() => {
      const labels = tensor1d(batch.labels, 'int32');
      const logits = model.apply(normalize(batch.images, batch.size)) as Tensor2D;
      const losses = crossEntropies(logits, labels, { labelSmoothing });
      return keep(mul(stack([mean(losses), errorRateOf(logits, labels)]), batch.size));
    });
    const [lossSum, errorCount] = await sums.data();
    sums.dispose();
    loss += lossSum;
    errors += Math.round(errorCount);
  }
  return { loss: loss / split.count, errorRate: errors / split.count, count: split.count };
}
