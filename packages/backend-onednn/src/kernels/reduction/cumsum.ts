import { Cumsum, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { fallBack } from '../../kernel-support/fall-back.js';
import { defineKernel } from '../../kernel-support/kernel.js';
import { rowMajor } from '../../portable/array.js';

interface Attrs {
  readonly axis: number;
  readonly exclusive: boolean;
  readonly reverse: boolean;
}

/** Sums of what comes before along an axis: a loop, as each sum needs the one before it. */
export const cumsum = defineKernel<{ x: TensorInfo }, Attrs>(Cumsum, (call) => {
  const { inputs, attrs, backend } = call;
  const { x } = inputs;
  if (x.dtype !== 'float32' || x.shape.length === 0) return fallBack(Cumsum, call);
  const [axis] = util.parseAxisParam(attrs.axis, x.shape);
  const y = backend.output(x.shape);
  const [from, to] = [backend.dataOf(x).numbers, y.data.numbers];
  const count = x.shape[axis];
  const inner = rowMajor(x.shape)[axis];
  const row = count * inner;
  const step = attrs.reverse ? -inner : inner;
  // what is added at a place: the element there, or the one before it
  const lag = attrs.exclusive ? step : 0;
  for (let start = 0; start < to.length; start += row) {
    const first = attrs.reverse ? start + row - inner : start;
    if (inner === 1) {
      let sum = attrs.exclusive ? 0 : from[first];
      to[first] = sum;
      for (let i = 1, at = first + step; i < count; i++, at += step) {
        to[at] = sum = Math.fround(sum + from[at - lag]);
      }
      continue;
    }
    for (let k = 0; k < inner; k++) to[first + k] = attrs.exclusive ? 0 : from[first + k];
    for (let i = 1, at = first + step; i < count; i++, at += step) {
      for (let k = at; k < at + inner; k++) to[k] = from[k - lag] + to[k - step];
    }
  }
  return y;
});
