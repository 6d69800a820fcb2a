import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Coefficient } from './num.js';

/*
 * Arithmetic of coefficients. What depends on numbers of the program alone is computed at once, in
 * double precision; the rest on the device.
 */

/** a + b */
export const plus = operation(
  (a, b) => a + b,
  (a, b) => tf.add(a, b),
);

/** a - b */
export const minus = operation(
  (a, b) => a - b,
  (a, b) => tf.sub(a, b),
);

/** a · b */
export const times = (a: Coefficient, b: Coefficient): Coefficient =>
  a === 1 ? b : b === 1 ? a : product(a, b);

const product = operation(
  (a, b) => a * b,
  (a, b) => tf.mul(a, b),
);

/** Float32's smallest normal number: what is below counts as 0. */
const smallest = 2 ** -126;

/** a / b, and 0 where b is 0: a direction of length 0 is followed by nothing. */
export const ratio = operation(
  (a, b) => (Math.abs(b) < smallest ? 0 : a / b),
  (a, b) => tf.where(tf.less(tf.abs(b), smallest), tf.zerosLike(b), tf.div(a, b)),
);

/** The smaller of both. */
export const smaller = operation(Math.min, (a, b) => tf.minimum(a, b));

/** -1, 0 or 1. */
export const sign = operation(Math.sign, (x) => tf.sign(x));

/** |x| */
export const magnitude = operation(Math.abs, (x) => tf.abs(x));

/** 1 where a is above b, else 0. */
export const isAbove = operation(
  (a, b) => (a > b ? 1 : 0),
  (a, b) => tf.cast(tf.greater(a, b), 'float32'),
);

function operation<Args extends number[]>(
  onHost: (...args: Args) => number,
  onDevice: (...args: { [K in keyof Args]: Tensor }) => Tensor,
): (...args: { [K in keyof Args]: Coefficient }) => Coefficient {
  return (...args) => {
    const of = (args as readonly Coefficient[]).slice(0, onHost.length); // reduce() hands over more
    if (of.every((x) => typeof x === 'number')) return onHost(...(of as unknown as Args));
    return { kind: 'computed', of, compute: onDevice as (...values: Tensor[]) => Tensor };
  };
}
