import { backend_util, Slice, slice_util, SplitV, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend } from '../../backend.js';
import { rowMajor } from '../../engine/descriptor.js';
import { fallBack } from '../fall-back.js';
import { defineKernel } from '../kernel.js';
import { copyable } from './copyable.js';
import { stridedCopy } from './strided-copy.js';

/** A copy of the part of `x` that starts at `begin` and has `shape`. */
function slicePart(
  backend: OnednnBackend,
  x: TensorInfo,
  begin: readonly number[],
  shape: number[],
): TensorInfo {
  const source = backend.dataOf(x);
  const { storage } = source;
  const y = backend.output(shape, x.dtype, storage);
  if (y.data.size === 0) return y;
  const strides = rowMajor(x.shape);
  const offset = begin.reduce((total, at, axis) => total + at * strides[axis], 0);
  stridedCopy(
    backend.onednn,
    storage,
    shape,
    { range: source.rangeAs(storage), offset, strides },
    { range: y.data.rangeAs(storage), strides: rowMajor(shape) },
  );
  return y;
}

interface SliceAttrs {
  readonly begin: number | number[];
  readonly size: number | number[];
}

export const slice = defineKernel<{ x: TensorInfo }, SliceAttrs>(Slice, (call) => {
  const { inputs, attrs, backend } = call;
  const { x } = inputs;
  if (!copyable(x)) return fallBack(Slice, call);
  const [begin, size] = slice_util.parseSliceParams(x, attrs.begin, attrs.size);
  slice_util.assertParamsValid(x, begin, size);
  return slicePart(backend, x, begin, size);
});

interface SplitAttrs {
  readonly numOrSizeSplits: number | number[];
  readonly axis: number;
}

/** Splitting is the gradient of concatenation. */
export const split = defineKernel<{ x: TensorInfo }, SplitAttrs>(SplitV, (call) => {
  const { inputs, attrs, backend } = call;
  const { x } = inputs;
  if (!copyable(x)) return fallBack(SplitV, call);
  const [axis] = util.parseAxisParam(attrs.axis, x.shape);
  const sizes = backend_util.prepareSplitSize(x, attrs.numOrSizeSplits, axis);
  const begin = x.shape.map(() => 0);
  return sizes.map((size) => {
    const part = slicePart(backend, x, begin, x.shape.with(axis, size));
    begin[axis] += size;
    return part;
  });
});
