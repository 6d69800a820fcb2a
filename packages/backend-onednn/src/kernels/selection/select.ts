import { Select, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { storageOf } from '../../memory/storage-of.js';
import { fallBack } from '../fall-back.js';
import { defineKernel } from '../kernel.js';

interface Inputs {
  readonly condition: TensorInfo;
  readonly t: TensorInfo;
  readonly e: TensorInfo;
}

/** `t` where the condition holds, else `e`; a condition of rank 1 chooses whole rows. */
export const select = defineKernel<Inputs>(Select, (call) => {
  const { inputs, backend } = call;
  const { condition, t, e } = inputs;
  if (storageOf(t.dtype) === undefined || t.dtype !== e.dtype) return fallBack(Select, call);
  const rank = condition.shape.length;
  const byElement = rank !== 1 || t.shape.length === 1;
  const rowSize = byElement ? 1 : util.sizeFromShape(t.shape.slice(1));
  const y = backend.output(t.shape, t.dtype);
  const [holds, yes, no] = [condition, t, e].map((x) => backend.dataOf(x).numbers);
  const to = y.data.numbers;
  for (let i = 0, row = 0; i < to.length; row++) {
    const from = holds[row] === 1 ? yes : no;
    for (const end = i + rowSize; i < end; i++) to[i] = from[i];
  }
  return y;
});
