import { Select, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { fallBack } from '../../kernel-support/fall-back.js';
import { defineKernel } from '../../kernel-support/kernel.js';
import type { Numbers } from '../../portable/binary-loop.js';
import { storageOf } from '../../portable/storage.js';

interface Inputs {
  readonly condition: TensorInfo;
  readonly t: TensorInfo;
  readonly e: TensorInfo;
}

/** `t` where the condition holds, else `e`; a condition of rank 1 chooses whole rows. */
export const select = defineKernel<Inputs>(Select, (call) => {
  const { inputs, backend } = call;
  const { condition, t, e } = inputs;
  const known = condition.dtype === 'bool' && storageOf(t.dtype) !== undefined;
  if (!known || t.dtype !== e.dtype) return fallBack(Select, call);
  const rank = condition.shape.length;
  const byElement = rank !== 1 || t.shape.length === 1;
  const rowSize = byElement ? 1 : util.sizeFromShape(t.shape.slice(1));
  const y = backend.output(t.shape, t.dtype);
  const [holds, yes, no] = [condition, t, e].map((x) => backend.dataOf(x).numbers);
  const to = y.data.numbers;
  if (rowSize === 1) chooseElements(holds, yes, no, to);
  else
    for (let i = 0, row = 0; i < to.length; row++, i += rowSize) {
      to.set((holds[row] === 1 ? yes : no).subarray(i, i + rowSize), i);
    }
  return y;
});

/** By the bits of the numbers: a branch would be guessed wrongly half of the time. */
function chooseElements(holds: Numbers, yes: Numbers, no: Numbers, to: Numbers): void {
  const [a, b, y] = [yes, no, to].map(bitsOf);
  for (let i = 0; i < y.length; i++) {
    const mask = ((holds[i] ^ 1) - 1) >> 31; // all bits where the condition is 1, else none
    y[i] = b[i] ^ ((a[i] ^ b[i]) & mask);
  }
}

function bitsOf(values: Numbers): Int32Array | Uint8Array {
  if (values instanceof Uint8Array) return values;
  return new Int32Array(values.buffer, values.byteOffset, values.length);
}
