import { clone, mul, zerosLike } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { weightedSum } from '@gnp/ops';
import type { Scale } from '@gnp/ops';
import { plus, times } from '../algebra/arithmetic.js';
import type { Coefficient, SumVector, Term, Vector } from '../algebra/expression.js';

/**
 * The terms of a sum of sums, each vector once: coefficients are multiplied out, so that the whole is
 * one pass over memory for each vector.
 *
 * @param isKnown whether a vector's tensors are there already, so that it stays whole
 */
export function termsOf(sum: SumVector, isKnown: (x: Vector) => boolean): Term[] {
  const terms = new Map<Vector, Coefficient>();
  const add = (factor: Coefficient, { terms: inner }: SumVector) => {
    for (const [coefficient, x] of inner) {
      const whole = times(factor, coefficient);
      if (whole === 0) continue;
      if (x.kind === 'sum' && !isKnown(x)) add(whole, x);
      else terms.set(x, terms.has(x) ? plus(terms.get(x) as Coefficient, whole) : whole);
    }
  };
  add(1, sum);
  if (terms.size === 0) {
    const [, x] = sum.terms[0];
    return [[0, x]];
  }
  return [...terms].map(([x, coefficient]) => [coefficient, x]);
}

/** Σ scale · tensor, a new tensor; undefined for no tensors. */
export function linearCombination(
  terms: readonly (readonly [Scale, Tensor])[],
): Tensor | undefined {
  const [first, second, ...rest] = terms;
  if (!first) return undefined;
  const [scale, tensor] = first;
  if (!second) return scaled(tensor, scale);
  let total = weightedSum(tensor, scale, second[1], second[0]);
  for (const [coefficient, part] of rest) {
    const next = weightedSum(total, 1, part, coefficient);
    total.dispose();
    total = next;
  }
  return total;
}

function scaled(tensor: Tensor, scale: Scale): Tensor {
  if (scale === 0) return zerosLike(tensor);
  return scale === 1 ? clone(tensor) : mul(tensor, scale);
}
