import type { Scalar, Tensor1D } from '@tensorflow/tfjs-core';

/**
 * What a loss function is told about the pass it is called for. All passes of one step over the same
 * micro-batch share `seed`, so that random masks are the same in each; the object can be handed on as
 * the call arguments of the layers of `@gnp/models`: `model.apply(images, { training: true, ...pass })`.
 */
export interface Pass {
  /** 0 for the first pass of the step, at the parameters themselves unless the rule says otherwise. */
  readonly index: number;
  /** The optimizer step, 0-based. */
  readonly step: number;
  /** Seed for everything random inside the pass. */
  readonly seed: number;
  /** Whether batch norm may move its running statistics: once a step, in the first pass. */
  readonly batchStatistics: 'update' | 'keep';
  /** Which micro-batch of the mini-batch to compute the loss of, 0-based. */
  readonly microBatch: number;
  /** How many micro-batches there are; 1: the mini-batch is whole. */
  readonly microBatches: number;
}

/**
 * Computes the loss of one mini-batch, or of the micro-batch that `pass` names, with the parameters as
 * they stand: its mean, a scalar, or the losses of its examples [batch], whose mean it is then.
 */
export type LossFunction = (pass: Pass) => Scalar | Tensor1D;
