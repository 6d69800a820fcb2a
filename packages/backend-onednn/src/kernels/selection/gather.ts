import { backend_util, GatherV2, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { storageOf } from '../../memory/storage-of.js';
import { fallBack } from '../fall-back.js';
import { defineKernel } from '../kernel.js';

interface Inputs {
  readonly x: TensorInfo;
  readonly indices: TensorInfo;
}

/** Copies the chosen slices along an axis. */
export const gather = defineKernel<Inputs, { axis: number; batchDims: number }>(
  GatherV2,
  (call) => {
    const { inputs, attrs, backend } = call;
    const { x, indices } = inputs;
    if (storageOf(x.dtype) === undefined) return fallBack(GatherV2, call);
    const [axis] = util.parseAxisParam(attrs.axis, x.shape);
    const info = backend_util.segment_util.collectGatherOpShapeInfo(
      x,
      indices,
      axis,
      attrs.batchDims ?? 0,
    );
    const { batchSize, outerSize, dimSize, sliceSize, outputShape } = info;
    const y = backend.output(outputShape, x.dtype);
    const [from, to] = [backend.dataOf(x).numbers, y.data.numbers];
    const chosen = backend.dataOf(indices).numbers;
    const perBatch = chosen.length / batchSize;
    let target = 0;
    for (let batch = 0; batch < batchSize; batch++) {
      for (let outer = 0; outer < outerSize; outer++) {
        for (let i = 0; i < perBatch; i++, target += sliceSize) {
          const index = chosen[batch * perBatch + i];
          util.assert(
            index >= 0 && index < dimSize,
            () => `GatherV2: the index value ${index} is not in [0, ${dimSize - 1}]`,
          );
          const start = ((batch * outerSize + outer) * dimSize + index) * sliceSize;
          to.set(from.subarray(start, start + sliceSize), target);
        }
      }
    }
    return y;
  },
);
