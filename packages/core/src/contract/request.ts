import type { Scalar, Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { Selection } from '@gnp/options';
import type { Coefficient, Num, Vector } from '../algebra/expression.js';

/**
 * A displacement of the parameters: length · direction, or length · direction/‖measuredBy‖ where that is
 * given; nothing where the norm is 0.
 */
export interface Move {
  readonly direction: Vector;
  readonly length: Coefficient;
  readonly measuredBy?: Vector;
}

/** Makes one loss of the losses [batch] of the examples; it is differentiated. */
export type Reduce = (losses: Tensor1D) => Scalar;

/** What a rule asks the executor for. */
export type Request =
  | {
      readonly ask: 'gradient';
      /** Displacements from θ, all together. */
      readonly at: readonly Move[];
      /** In place of the mean. */
      readonly reduce?: Reduce;
      /** Whether the gradient of the penalty is wanted by itself. */
      readonly apart?: boolean;
      /** Which part of the mini-batch; default: all of it. */
      readonly part?: number;
    }
  | {
      readonly ask: 'curvature';
      readonly of: 'norm' | 'squared-norm';
      /** The parameters whose gradient's norm is meant; each selection must hold. */
      readonly over: readonly Selection<Tensor>[];
      readonly part?: number;
    }
  | { readonly ask: 'read'; readonly values: readonly Coefficient[] }
  | { readonly ask: 'draw'; readonly purpose: string }
  | { readonly ask: 'parts'; readonly count: number };

/** The course of a rule's step, or of a piece of it: asks, and returns in the end. */
export type Step<Result> = Generator<Request, Result, unknown>;

/** The gradient of a pass, and the data loss there, without the penalty. */
export type Gradient = Vector & { readonly loss: Num };

/** A part of the mini-batch and its share in it; all shares add up to 1. */
export interface Part {
  readonly index: number;
  readonly weight: number;
}

/* The only place where a request is yielded as it is: elsewhere these helpers are, by `yield*`. */
function* ask<Answer>(request: Request): Step<Answer> {
  return (yield request) as Answer;
}

/** The gradient ∇L at θ, or at θ displaced by moves: one forward and backward pass. */
export function gradient(...at: readonly Move[]): Step<Gradient> {
  return ask({ ask: 'gradient', at });
}

/** The gradient at θ of `reduce(losses)` in place of the mean; the loss is still the mean. */
export function gradientOf(reduce: Reduce): Step<Gradient> {
  return ask({ ask: 'gradient', at: [], reduce });
}

/** The gradients at θ of the data loss and of the penalty, in one pass; the latter may be empty. */
export function gradientsApart(): Step<{ data: Gradient; penalty: Vector }> {
  return ask({ ask: 'gradient', at: [], apart: true });
}

/**
 * A pass at θ that gives the gradient of ‖∇L‖ or of ½‖∇L‖² besides, `slope`: exact, by differentiating
 * the gradient, at about the cost of three passes and the memory of both graphs.
 */
export function curvature(of: 'norm' | 'squared-norm'): Step<{ g: Gradient; slope: Vector }> {
  return ask({ ask: 'curvature', of, over: [] });
}

/** The values of some numbers, for a decision of the program; the rule's record must say `reads`. */
export function read<const Values extends readonly Coefficient[]>(
  ...values: Values
): Step<{ [K in keyof Values]: number }> {
  return ask({ ask: 'read', values });
}

/** A number from [0, 1), drawn by the step's seed and the purpose alone. */
export function draw(purpose: string): Step<number> {
  return ask({ ask: 'draw', purpose });
}

/** The mini-batch in parts of about the same size, as several devices would have them. */
export function parts(count: number): Step<readonly Part[]> {
  return ask({ ask: 'parts', count });
}

/**
 * A displacement along a direction, of the given radius.
 *
 * @param measuredBy whose norm the direction is divided by; default: the direction's own
 */
export function along(direction: Vector, radius: Coefficient, measuredBy = direction): Move {
  return { direction, length: radius, measuredBy };
}

/** A displacement by a multiple of a direction, as long as it is. */
export function by(direction: Vector, length: Coefficient): Move {
  return { direction, length };
}
