import { arithmeticOf } from '@gnp/ops';
import type { OperationName } from '@gnp/ops';
import type { Coefficient } from './expression.js';

/*
 * Arithmetic of coefficients. What depends on numbers of the program alone is computed at once, in
 * double precision; the rest on the device, where it is wanted.
 */

/** a + b */
export const plus = (a: Coefficient, b: Coefficient): Coefficient => computed('plus', a, b);

/** a - b */
export const minus = (a: Coefficient, b: Coefficient): Coefficient => computed('minus', a, b);

/** a · b */
export const times = (a: Coefficient, b: Coefficient): Coefficient =>
  a === 1 ? b : b === 1 ? a : computed('times', a, b);

/** a / b, and 0 where b is 0: a direction of length 0 is followed by nothing. */
export const ratio = (a: Coefficient, b: Coefficient): Coefficient => computed('ratio', a, b);

/** The smaller of both. */
export const smaller = (a: Coefficient, b: Coefficient): Coefficient => computed('smaller', a, b);

/** 1 where a is above b, else 0. */
export const isAbove = (a: Coefficient, b: Coefficient): Coefficient => computed('isAbove', a, b);

/** -1, 0 or 1. */
export const sign = (x: Coefficient): Coefficient => computed('sign', x);

/** |x| */
export const magnitude = (x: Coefficient): Coefficient => computed('magnitude', x);

function computed(operation: OperationName, ...of: Coefficient[]): Coefficient {
  if (!of.every((x) => typeof x === 'number')) return { kind: 'computed', operation, of };
  return arithmeticOf([operation, ...of]);
}
