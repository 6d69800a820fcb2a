import type { Scalar } from '@tensorflow/tfjs-core';

/**
 * What a loss function is told about the pass it is called for. All passes of one step share `seed`,
 * so that random masks are the same in each; the object can be handed on as the call arguments of
 * the layers of `@gnp/models`: `model.apply(images, { training: true, ...pass })`.
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
}

/** Computes the scalar loss of one mini-batch with the parameters as they stand. */
export type LossFunction = (pass: Pass) => Scalar;
