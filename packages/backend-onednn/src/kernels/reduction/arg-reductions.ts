import { ArgMax, ArgMin, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { fallBack } from '../../kernel-support/fall-back.js';
import { defineKernel } from '../../kernel-support/kernel.js';
import type { OnednnKernel } from '../../kernel-support/kernel.js';
import type { Numbers } from '../../portable/binary-loop.js';
import { planReduction } from '../../portable/reduction.js';
import type { Stage } from '../../portable/reduction.js';

/**
 * The places of the largest and the smallest along an axis; of equal ones the first. A loop: the library
 * has no such operation.
 */
export const argKernels: readonly OnednnKernel[] = [
  { kernelName: ArgMax, sign: 1 },
  { kernelName: ArgMin, sign: -1 },
].map(({ kernelName, sign }) =>
  defineKernel<{ x: TensorInfo }, { axis: number | number[] }>(kernelName, (call) => {
    const { inputs, attrs, backend } = call;
    const { x } = inputs;
    const [axis] = util.parseAxisParam(attrs.axis, x.shape);
    if (x.dtype !== 'float32' || !(x.shape[axis] > 1)) return fallBack(kernelName, call);
    const { shape, stages } = planReduction(x.shape, [axis], false);
    const y = backend.output(shape, 'int32');
    y.data.numbers.fill(0);
    place(stages[0], backend.dataOf(x).numbers, y.data.numbers, sign);
    return y;
  }),
);

/** By rows of `inner` elements, so that memory is read in its order. */
function place({ outer, count, inner }: Stage, from: Numbers, to: Numbers, sign: number): void {
  const best = new Float32Array(inner);
  for (let o = 0; o < outer; o++) {
    const start = o * count * inner;
    if (inner === 1) {
      let [largest, at] = [sign * from[start], 0];
      for (let i = 1; i < count; i++) {
        const value = sign * from[start + i];
        if (value > largest) [largest, at] = [value, i];
      }
      to[o] = at;
      continue;
    }
    for (let k = 0; k < inner; k++) best[k] = sign * from[start + k];
    for (let i = 1; i < count; i++) {
      const row = start + i * inner;
      for (let k = 0; k < inner; k++) {
        const value = sign * from[row + k];
        if (value > best[k]) {
          best[k] = value;
          to[o * inner + k] = i;
        }
      }
    }
  }
}
