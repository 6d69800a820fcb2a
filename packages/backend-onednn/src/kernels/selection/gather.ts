import { backend_util, GatherV2, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend } from '../../backend.js';
import { fallBack } from '../../kernel-support/fall-back.js';
import { defineKernel } from '../../kernel-support/kernel.js';
import { rowMajor } from '../../portable/array.js';
import type { Numbers } from '../../portable/binary-loop.js';
import { storageBytes, storageOf } from '../../portable/storage.js';
import { copyPlane } from '../../primitives/copy-plane.js';

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
    const { batchSize, dimSize, outputShape } = info;
    const chosen = backend.dataOf(indices).numbers;
    const wrong = chosen.find((index: number) => !(index >= 0 && index < dimSize));
    util.assert(
      wrong === undefined,
      () => `GatherV2: the index value ${wrong} is not in [0, ${dimSize - 1}]`,
    );
    if (batchSize === 1) return { ...gatherAxis(backend, x, axis, chosen), shape: outputShape };
    const y = backend.output(outputShape, x.dtype);
    copyRows(backend, chosen, info, [x, y]);
    return y;
  },
);

/** Planes that are as large as this are copied by one call each. */
const worthwhilePlane = 2048;

/** `x` at the chosen places of an axis. */
export function gatherAxis(
  backend: OnednnBackend,
  x: TensorInfo,
  axis: number,
  chosen: ArrayLike<number>,
): TensorInfo {
  const source = backend.dataOf(x);
  const sliceSize = rowMajor(x.shape)[axis];
  const outerSize = util.sizeFromShape(x.shape.slice(0, axis));
  const shape = x.shape.with(axis, chosen.length);
  const planes = outerSize > 1 && outerSize * sliceSize >= worthwhilePlane;
  const { storage } = source;
  const y = backend.output(shape, x.dtype, planes ? storage : undefined);
  if (!planes) {
    copyRows(backend, chosen, { batchSize: 1, outerSize, dimSize: x.shape[axis], sliceSize }, [
      x,
      y,
    ]);
    return y;
  }
  for (let i = 0; i < chosen.length; i++) {
    copyPlane(backend.onednn, storage, axis, {
      from: { place: source, shape: x.shape, at: chosen[i] },
      to: { place: y.data, shape, at: i },
    });
  }
  return y;
}

interface Rows {
  readonly batchSize: number;
  readonly outerSize: number;
  readonly dimSize: number;
  readonly sliceSize: number;
}

/** Slices of fewer elements than this are copied here; longer ones by the C library. */
const longSlice = 64;

function copyRows(
  backend: OnednnBackend,
  chosen: ArrayLike<number>,
  { batchSize, outerSize, dimSize, sliceSize }: Rows,
  [x, y]: readonly [TensorInfo, TensorInfo],
): void {
  const [source, result] = [backend.dataOf(x), backend.dataOf(y)];
  const perBatch = chosen.length / batchSize;
  const long = sliceSize >= longSlice;
  const [from, to]: Numbers[] = long ? [] : [source.numbers, result.numbers];
  const [start, end] = [source.range.address, result.range.address];
  const bytes = storageBytes[result.storage];
  const { libc } = backend.onednn;
  let target = 0;
  for (let batch = 0; batch < batchSize; batch++) {
    for (let outer = 0; outer < outerSize; outer++) {
      const first = (batch * outerSize + outer) * dimSize;
      for (let i = 0; i < perBatch; i++, target += sliceSize) {
        const place = (first + chosen[batch * perBatch + i]) * sliceSize;
        if (long) libc.memcpy(end + bytes * target, start + bytes * place, bytes * sliceSize);
        else for (let k = 0; k < sliceSize; k++) to[target + k] = from[place + k];
      }
    }
  }
}
