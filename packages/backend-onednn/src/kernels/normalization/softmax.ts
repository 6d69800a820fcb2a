import { Softmax } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { fallBack } from '../../kernel-support/fall-back.js';
import { defineKernel } from '../../kernel-support/kernel.js';
import type { Numbers } from '../../portable/binary-loop.js';
import { sumAll } from '../../portable/reduction-loop.js';
import { sumOf } from '../../primitives/may-have-nan.js';
import { softmaxPrimitive } from '../../primitives/softmax.js';

/** Softmax over the last axis. */
export const softmax = defineKernel<{ logits: TensorInfo }, { dim: number }>(Softmax, (call) => {
  const { inputs, attrs, backend } = call;
  const { logits } = inputs;
  const rank = logits.shape.length;
  const { size } = backend.dataOf(logits);
  const last = attrs.dim === -1 || attrs.dim === rank - 1;
  if (logits.dtype !== 'float32' || !last || rank === 0 || size === 0) {
    return fallBack(Softmax, call);
  }
  const columns = logits.shape[rank - 1];
  const source = backend.dataOf(logits);
  const y = backend.outputLike(logits);
  const primitive = softmaxPrimitive(backend.onednn, size / columns, columns, source.storage);
  primitive.run({ source, destination: y.data });
  if (!Number.isFinite(sumOf(backend.onednn, source))) {
    y.data.edit((numbers) => spreadNaN(source.numbers, numbers, columns));
  }
  return y;
});

/**
 * Makes a row NaN that has NaN or Infinity in it, or nothing but -Infinity; the library would make it 0.
 */
function spreadNaN(from: Numbers, to: Numbers, columns: number): void {
  for (let start = 0; start < from.length; start += columns) {
    const end = start + columns;
    const row = from.subarray(start, end);
    const sum = sumAll(row);
    const lost = sum === -Infinity ? row.every((x) => x === -Infinity) : !Number.isFinite(sum);
    if (lost) to.fill(NaN, start, end);
  }
}
