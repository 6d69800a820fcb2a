import type { Tensor } from '@tensorflow/tfjs-core';
import type { OperationName } from '@gnp/ops';
import type { Selection } from '@gnp/options';

/*
 * What rules combine: vectors and numbers as plain descriptions, made of one another. The executor
 * computes them on the device where they are needed, and frees them.
 */

/**
 * A tensor for each of some parameters, by name, together one vector: a gradient, or what is made of
 * gradients.
 */
export type Vector = HeldVector | SumVector | RestrictedVector | ElementwiseVector | LargestVector;

/** A number of the device. Rules never see its value, unless they ask for it by `read`. */
export type Num = HeldNum | NormNum | CosineNum | ComputedNum;

/** A factor, a radius, a weight: a number of the program, or one of the device. */
export type Coefficient = number | Num;

/** What the executor holds tensors for: the gradient of a pass, the parameters, what the rule remembers. */
export interface HeldVector {
  readonly kind: 'held';
  /** What it is, for error messages. */
  readonly label: string;
}

/** Σ coefficient · vector. */
export interface SumVector {
  readonly kind: 'sum';
  readonly terms: readonly Term[];
}

/** A coefficient and the vector that it multiplies. */
export type Term = readonly [Coefficient, Vector];

/** The part of a vector that belongs to some of the parameters. */
export interface RestrictedVector {
  readonly kind: 'restricted';
  readonly of: Vector;
  /** A parameter must be in each. */
  readonly to: readonly Selection<Tensor>[];
}

/** A function of the tensors of each parameter. */
interface ElementwiseVector {
  readonly kind: 'elementwise';
  readonly of: readonly Vector[];
  readonly compute: (tensors: readonly Tensor[], name: string) => Tensor;
}

/** 1 on the entries of a vector that are largest, 0 on the others. */
interface LargestVector {
  readonly kind: 'largest';
  readonly of: Vector;
  /** The share of the entries that are 1. */
  readonly share: number;
}

/** What the executor holds a scalar for: the loss of a pass, a number that the rule remembers. */
interface HeldNum {
  readonly kind: 'held';
  /** What it is, for error messages. */
  readonly label: string;
}

/** The Euclidean norm of a vector. */
interface NormNum {
  readonly kind: 'norm';
  readonly of: Vector;
}

/** The cosine of the angle between two vectors. */
interface CosineNum {
  readonly kind: 'cosine';
  readonly a: Vector;
  readonly b: Vector;
}

/** What arithmetic makes of other numbers. */
interface ComputedNum {
  readonly kind: 'computed';
  readonly operation: OperationName;
  readonly of: readonly Coefficient[];
}

/** A vector that the executor gives tensors. */
export function heldVector(label: string): HeldVector {
  return { kind: 'held', label };
}

/** A number that the executor gives a value. */
export function heldNum(label: string): HeldNum {
  return { kind: 'held', label };
}

/** The parameters θ themselves, where the step begins. */
export const parameters: HeldVector = heldVector('parameters');
