import type { Tensor } from '@tensorflow/tfjs-core';
import { checkNumber } from '@gnp/options';
import type { Selection } from '@gnp/options';
import { isAbove, magnitude, plus, ratio, times } from './arithmetic.js';
import type { Coefficient, Num, Term, Vector } from './expression.js';

/** Σ coefficient · vector. A coefficient that is the number 0 leaves its vector out. */
export function mix(...terms: readonly Term[]): Vector {
  return { kind: 'sum', terms };
}

/** x / ‖x‖, and 0 where ‖x‖ is 0. */
export function unit(x: Vector): Vector {
  return mix([ratio(1, norm(x)), x]);
}

/** The part of `a` that is orthogonal to `b`: a - (⟨a, b⟩/‖b‖²) b. */
export function across(a: Vector, b: Vector): Vector {
  const along = times(cosine(a, b), ratio(norm(a), norm(b)));
  return mix([1, a], [times(-1, along), b]);
}

/** ⟨a, b⟩, over the parameters that both name. */
export function dot(a: Vector, b: Vector): Coefficient {
  return times(cosine(a, b), times(norm(a), norm(b)));
}

/** ⟨a, b⟩/(‖a‖ ‖b‖), the cosine of the angle between two vectors; 0 where one is 0. */
export function cosine(a: Vector, b: Vector): Num {
  return { kind: 'cosine', a, b };
}

const norms = new WeakMap<Vector, Coefficient>();

/**
 * The Euclidean norm ‖x‖ over all parameters together. 0 for a difference that is no larger than the
 * rounding of what it was made of: such a direction would be noise.
 */
export function norm(x: Vector): Coefficient {
  const known = norms.get(x);
  if (known) return known;
  const result = times(significance(x), wholeNorm(x));
  norms.set(x, result);
  return result;
}

/** x, or 0 where it is no larger than the rounding of what it was made of: for what is remembered. */
export function significant(x: Vector): Vector {
  return mix([significance(x), x]);
}

/** Four times float32's relative spacing. */
const rounding = 4 * 2 ** -23;

/** 0 for a sum that is no larger than the rounding of its terms, else 1. */
function significance(x: Vector): Coefficient {
  if (x.kind !== 'sum' || x.terms.length < 2) return 1;
  const sizes = x.terms.map(([coefficient, term]) => times(magnitude(coefficient), norm(term)));
  return isAbove(wholeNorm(x), times(rounding, sizes.reduce(plus)));
}

const wholeNorms = new WeakMap<Vector, Num>();

/** ‖x‖, whether it is larger than rounding or not. */
export function wholeNorm(of: Vector): Num {
  const known = wholeNorms.get(of) ?? ({ kind: 'norm', of } as const);
  wholeNorms.set(of, known);
  return known;
}

/**
 * The part of a vector that belongs to selected parameters.
 *
 * @param to a parameter must be in each
 */
export function restricted(x: Vector, to: readonly Selection<Tensor>[]): Vector {
  return to.length === 0 ? x : { kind: 'restricted', of: x, to };
}

/**
 * A function of the tensors of each parameter, for what the other operations cannot say.
 *
 * @param compute gets the tensors of one parameter, one of each vector, and its name; it runs on the
 *   device within `tf.tidy`, and must read nothing back
 */
export function elementwise(
  compute: (tensors: readonly Tensor[], name: string) => Tensor,
  ...of: readonly Vector[]
): Vector {
  return { kind: 'elementwise', of, compute };
}

/**
 * 1 on the given share of the entries of a vector, those that are largest, and 0 on the others. Entries
 * that are equal to the smallest of the largest are 1, too.
 *
 * @param x its entries are at least 0
 * @param share from 0 to 1
 * @throws RangeError if the share is outside [0, 1]
 */
export function largest(x: Vector, share: number): Vector {
  return { kind: 'largest', of: x, share: checkNumber('share', share, { least: 0, most: 1 }) };
}
