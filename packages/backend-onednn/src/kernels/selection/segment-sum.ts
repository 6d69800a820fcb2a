import { UnsortedSegmentSum } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { fallBack } from '../../kernel-support/fall-back.js';
import { defineKernel } from '../../kernel-support/kernel.js';

interface Inputs {
  readonly x: TensorInfo;
  readonly segmentIds: TensorInfo;
}

/** Adds up the rows with the same id: the gradient of gather. Rows with a negative id are dropped. */
export const unsortedSegmentSum = defineKernel<Inputs, { numSegments: number }>(
  UnsortedSegmentSum,
  (call) => {
    const { inputs, attrs, backend } = call;
    const { x, segmentIds } = inputs;
    if (x.dtype !== 'float32' || segmentIds.shape.length !== 1) {
      return fallBack(UnsortedSegmentSum, call);
    }
    const y = backend.output([attrs.numSegments, ...x.shape.slice(1)]);
    const [from, to] = [backend.dataOf(x).numbers, y.data.numbers];
    const ids = backend.dataOf(segmentIds).numbers;
    const rowSize = from.length / ids.length;
    to.fill(0);
    for (let row = 0; row < ids.length; row++) {
      const id = ids[row];
      if (id < 0 || id >= attrs.numSegments) continue;
      const [source, target] = [row * rowSize, id * rowSize];
      for (let i = 0; i < rowSize; i++) to[target + i] += from[source + i];
    }
    return y;
  },
);
