import { tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { createLoader } from '@gnp/data';
import type { ImageDataset, ImageSplit } from '@gnp/data';
import { crossEntropy } from './loss.js';
import { normalizerOf } from './normalize.js';
import { countErrors } from './train-step.js';

/** Figures of a model over a whole split. */
export interface Evaluation {
  /** Mean cross-entropy. */
  readonly loss: number;
  /** Share of the images that are classified wrongly. */
  readonly errorRate: number;
  readonly count: number;
}

/** Evaluates a model on every image of a split, exactly once. */
export function evaluate(
  model: LayersModel,
  dataset: ImageDataset,
  split: ImageSplit,
  { labelSmoothing = 0, batchSize = 256 } = {},
): Evaluation {
  const normalize = normalizerOf(dataset);
  const size = Math.min(batchSize, split.count);
  const loader = createLoader(split, dataset, { batchSize: size, shuffle: false });
  let loss = 0;
  let errors = 0;
  for (const batch of loader.epoch(0)) {
    tidy(() => {
      const labels = tensor1d(batch.labels, 'int32');
      const logits = model.apply(normalize(batch.images, batch.size)) as Tensor2D;
      loss += batch.size * crossEntropy(logits, labels, labelSmoothing).dataSync()[0];
      errors += countErrors(logits, labels);
    });
  }
  return { loss: loss / split.count, errorRate: errors / split.count, count: split.count };
}
