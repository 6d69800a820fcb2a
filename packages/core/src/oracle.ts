import type { NamedTensorMap, Scalar, Tensor1D } from '@tensorflow/tfjs-core';

/** A displacement of the parameters, name by name; parameters without a direction stay. */
export type Offset =
  /** θ + scale · direction. */
  | { readonly direction: NamedTensorMap; readonly scale: number }
  /** θ + radius · direction/‖measured‖₂ (`measured` is the direction by default); θ where the norm is 0. */
  | {
      readonly direction: NamedTensorMap;
      readonly radius: number;
      readonly measured?: NamedTensorMap;
    };

/** Loss and gradient at one point of parameter space. */
export interface Evaluation {
  readonly loss: Scalar;
  /** One gradient for each variable the loss depends on, by parameter name, in its shape. */
  readonly gradients: NamedTensorMap;
  /** ‖gradients‖₂ over all variables; always finite. */
  readonly gradientNorm: number;
}

/** An {@link Evaluation} with the exact derivative of its gradient's norm. */
export interface HessianEvaluation extends Evaluation {
  /** H∇L, with H the Hessian: the gradient of ½‖∇L‖², over the selected parameters' gradients. */
  readonly hessianGradient: NamedTensorMap;
  /** ‖∇L‖₂ over the selected parameters. */
  readonly selectedNorm: number;
}

/** A share of the mini-batch and its oracle. */
export interface Shard {
  readonly oracle: Oracle;
  /** The share of the mini-batch; all shares sum up to 1. */
  readonly weight: number;
}

/** All that a rule knows of the training problem. */
export interface Oracle {
  /**
   * One forward and backward pass at θ + offset, at θ without one.
   *
   * @throws NonFiniteGradientError if the gradient is infinite or NaN
   */
  (offset?: Offset): Evaluation;
  /**
   * A pass at θ that gives H∇L besides, by differentiating the gradient: exact, at the cost of about
   * three passes and the memory of both graphs.
   *
   * @param selects the parameters whose gradients' norm is differentiated; default: all
   * @throws Error if an operation of the loss has no second derivative
   */
  withHessian(selects?: (name: string) => boolean): HessianEvaluation;
  /**
   * A pass at θ whose gradient is that of `reduce(losses)`, for losses [batch] of each example. The
   * loss that it returns is their mean.
   *
   * @throws TypeError if the loss function returns the mean alone
   */
  perExample(reduce: (losses: Tensor1D) => Scalar): Evaluation;
  /**
   * The mini-batch in equal shards of its micro-batches, as several devices would have them; in fewer
   * where there are fewer micro-batches.
   *
   * @throws RangeError if the micro-batches cannot be shared out equally
   */
  split(shards: number): Shard[];
}

/** An oracle that changes offsets on the way in and evaluations on the way out. */
export function mapOracle(
  oracle: Oracle,
  {
    offset: mapOffset = (offset) => offset,
    evaluation: mapEvaluation = (evaluation) => evaluation,
    withHessian = (inner, selects) => inner.withHessian(selects),
  }: {
    offset?: (offset: Offset) => Offset;
    evaluation?: (evaluation: Evaluation) => Evaluation;
    withHessian?: (inner: Oracle, selects?: (name: string) => boolean) => HessianEvaluation;
  },
): Oracle {
  return Object.assign((offset?: Offset) => mapEvaluation(oracle(offset && mapOffset(offset))), {
    withHessian: (selects?: (name: string) => boolean) => withHessian(oracle, selects),
    perExample: (reduce: (losses: Tensor1D) => Scalar) => mapEvaluation(oracle.perExample(reduce)),
    split: (shards: number) =>
      oracle.split(shards).map(({ oracle: part, weight }) => ({
        oracle: mapOracle(part, { offset: mapOffset, evaluation: mapEvaluation, withHessian }),
        weight,
      })),
  });
}
