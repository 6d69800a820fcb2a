import type { Scalar, Tensor1D } from '@tensorflow/tfjs-core';

/**
 * What a loss function is told about the pass it is called for. All passes of one step over the same
 * micro-batch share `seed`, so that random masks are the same in each; the object can be handed on as
 * the call arguments of the layers of `@gnp/models`: `model.apply(images, { training: true, ...pass })`.
 * They find it by themselves where they get none, as in `fit`.
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
  /**
   * Whether shake layers mix gradients as they mixed values: in the first of several passes, as in the
   * papers' code.
   */
  readonly trueGradient: boolean;
  /** Which micro-batch of the mini-batch to compute the loss of, 0-based. */
  readonly microBatch: number;
  /** How many micro-batches there are; 1: the mini-batch is whole. */
  readonly microBatches: number;
}

/** The parts of a loss. */
export interface LossParts {
  /** The losses of the examples [batch], or their mean, a scalar: the data loss. */
  readonly losses: Scalar | Tensor1D;
  /** What is added to their mean in every pass, such as a weight penalty. Default: nothing. */
  readonly penalty?: Scalar | undefined;
  /** Scalars to report of the unperturbed parameters, means over the micro-batch: an error rate, … */
  readonly metrics?: Readonly<Record<string, Scalar>>;
}

/**
 * Computes the loss of one mini-batch, or of the micro-batch that `pass` names, with the parameters as
 * they stand: its mean, a scalar; the losses of its examples [batch], whose mean it is then; or its
 * parts. It must be a function of the parameters and the pass: a batch or noise that it draws by itself
 * would differ between the passes of a step; take them from outside, or draw from `pass.seed`.
 */
export type LossFunction = (pass: Pass) => Scalar | Tensor1D | LossParts;
