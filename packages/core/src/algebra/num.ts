import type { OperationName } from '@gnp/ops';
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

/** A number that the executor gives a value. */
export function heldNum(label: string): HeldNum {
  return { kind: 'held', label };
}
