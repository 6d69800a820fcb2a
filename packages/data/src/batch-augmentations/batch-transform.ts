import type { RandomStream } from '@gnp/random';
import type { Batch } from '../loader/batch.js';

/** The part of a batch that is changed. */
export type ImagesWithLabels = Pick<Batch, 'images' | 'shape' | 'labels'>;

/**
 * Changes a whole batch, whose size stays; labels may become shares of classes [size, classes]. It may write to the
 * images, which are the batch's own. All randomness comes from `random`.
 */
export type BatchTransform = (
  batch: ImagesWithLabels,
  random: RandomStream,
) => Pick<ImagesWithLabels, 'images' | 'labels'>;
