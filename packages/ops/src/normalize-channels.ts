import {
  add,
  div,
  engine,
  mean,
  mul,
  reshape,
  rsqrt,
  square,
  sub,
  sum,
} from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * Batch norm of `x` [..., C] in tfjs-core's operations.
 *
 * @returns the value, and the mean and biased variance of each channel
 */
export function normalizeChannels(
  x: Tensor,
  scale: Tensor,
  shift: Tensor,
  epsilon: number,
): [value: Tensor, mean: Tensor, variance: Tensor] {
  const [average, variance] = momentsOf(x);
  const factor = mul(scale, rsqrt(add(variance, epsilon)));
  const value = add(mul(toRows(x), factor), sub(shift, mul(average, factor)));
  return [reshape(value, x.shape), average, variance];
}

/**
 * The gradients of x, scale and shift in closed form: that the moments depend on `x` is taken into
 * account.
 */
export function normalizeChannelsGradient(
  dy: Tensor,
  x: Tensor,
  scale: Tensor,
  moments: readonly Tensor[],
  epsilon: number,
): Tensor[] {
  // Those of the forward pass are constants to an outer tape: second derivatives need them anew.
  const [average, variance] = engine().state.gradientDepth > 0 ? momentsOf(x) : moments;
  const inverse = rsqrt(add(variance, epsilon));
  const normalized = mul(sub(toRows(x), average), inverse);
  const dyRows = toRows(dy);
  const count = dyRows.shape[0];
  const dShift = sum(dyRows, 0);
  const dScale = sum(mul(dyRows, normalized), 0);
  const centered = sub(dyRows, add(mul(normalized, div(dScale, count)), div(dShift, count)));
  const dx = mul(centered, mul(scale, inverse));
  return [reshape(dx, x.shape), dScale, dShift];
}

function momentsOf(x: Tensor): [mean: Tensor, variance: Tensor] {
  const rows = toRows(x);
  const average = mean(rows, 0);
  return [average, mean(square(sub(rows, average)), 0)];
}

/** [..., C] as a matrix [N, C]. */
function toRows(x: Tensor): Tensor {
  return reshape(x, [-1, x.shape[x.rank - 1]]);
}
