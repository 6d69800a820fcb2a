import { UnsortedSegmentSum, util } from '@tensorflow/tfjs-core';
import type { UnsortedSegmentSumAttrs } from '@tensorflow/tfjs-core';
import { addedKernel } from '../wasm-kernel.js';
import type { Tensors } from '../wasm-kernel.js';

/**
 * Sums the rows of `x` that carry the same segment id: out[s, …] = Σ_{i: ids[i] = s} x[i, …], shape
 * [numSegments, …]. It is the gradient of `gather`. Ids outside 0 … numSegments−1 are left out.
 */
export const unsortedSegmentSum = addedKernel<Tensors<'x' | 'segmentIds'>, UnsortedSegmentSumAttrs>(
  UnsortedSegmentSum,
  ({ inputs, attrs, backend }) => {
    const { x, segmentIds } = inputs;
    const { numSegments } = attrs;
    const out = backend.makeOutput(
      [numSegments, ...x.shape.slice(1)],
      x.dtype === 'bool' ? 'int32' : x.dtype,
    );
    const sums = backend.typedArrayFromHeap(out).fill(0);
    const values = backend.typedArrayFromHeap(x);
    const ids = backend.typedArrayFromHeap(segmentIds);
    const inner = util.sizeFromShape(x.shape.slice(1));
    for (let i = 0; i < ids.length; i++) {
      const segment = ids[i];
      if (segment < 0 || segment >= numSegments) continue;
      const from = i * inner;
      const to = segment * inner;
      for (let c = 0; c < inner; c++) sums[to + c] += values[from + c];
    }
    return out;
  },
);
