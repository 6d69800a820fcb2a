import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';

/**
 * Some examples, as tensors or as numbers that are put on the device for their step. The trainer disposes
 * of the tensors after it, as `fitDataset` does: give clones of what you keep.
 */
export interface Batch {
  /** What the model takes, or what `preprocess` makes that of, [size, …]; numbers are row-major. */
  readonly images: Tensor | Uint8Array | Float32Array;
  /** The shape of `images`, [size, …], where they are numbers. */
  readonly shape?: readonly number[];
  /** The class of each example, whole numbers [size]; or its share of each class [size, classes]. */
  readonly labels: Tensor | Int32Array | Float32Array;
  /** What the loss of each example is multiplied by [size], from 0 on. Default 1. */
  readonly weights?: Tensor1D | Float32Array;
}

/**
 * Where batches come from, epoch by epoch: a `Loader` of `@gnp/data` is one, `tensorBatches` makes one,
 * and so is any object with these two members. An epoch may be iterated synchronously or not, so that
 * batches can be read and prepared in the background.
 */
export interface BatchSource {
  /** How many batches make an epoch. */
  readonly batchesPerEpoch: number;
  /**
   * The batches of an epoch (0-based) from `startBatch` on. A run that is resumed asks for the rest of the
   * epoch it was in: the same batches must come as would have come.
   */
  epoch(
    epoch: number,
    options: { readonly startBatch: number },
  ): AsyncIterable<Batch> | Iterable<Batch>;
}
