import type { Tensor } from '@tensorflow/tfjs-core';
import type { Vector } from './vector.js';

/**
 * A number that the device holds or will compute, as a plain description: rules combine it with others
 * and never see its value, unless they ask for it by `read`.
 */
export type Num = HeldNum | NormNum | CosineNum | ComputedNum;

/** A factor, a radius, a weight: a number of the program, or one of the device. */
export type Coefficient = number | Num;

/** What the executor holds a scalar for: the loss of a pass, a number that the rule remembers. */
export interface HeldNum {
  readonly kind: 'held';
  /** What it is, for error messages. */
  readonly label: string;
}

/** The Euclidean norm of a vector. */
export interface NormNum {
  readonly kind: 'norm';
  readonly of: Vector;
}

/** The cosine of the angle between two vectors. */
export interface CosineNum {
  readonly kind: 'cosine';
  readonly a: Vector;
  readonly b: Vector;
}

/** The value of a function of other numbers. */
export interface ComputedNum {
  readonly kind: 'computed';
  readonly of: readonly Coefficient[];
  /** Takes a scalar for each of them. */
  readonly compute: (...values: Tensor[]) => Tensor;
}

/** A number that the executor gives a value. */
export function heldNum(label: string): HeldNum {
  return { kind: 'held', label };
}
