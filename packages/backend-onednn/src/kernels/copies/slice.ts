import { backend_util, Slice, slice_util, SplitV, StridedSlice, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend } from '../../backend.js';
import { fallBack } from '../../kernel-support/fall-back.js';
import { defineKernel } from '../../kernel-support/kernel.js';
import { rowMajor } from '../../portable/array.js';
import { copyable, stridedCopy } from '../../primitives/strided-copy.js';

/** A copy of the part of `x` that starts at `begin` and has `shape`; every `steps`-th element, all by default. */
function slicePart(
  backend: OnednnBackend,
  x: TensorInfo,
  begin: readonly number[],
  shape: number[],
  steps: readonly number[] = shape.map(() => 1),
): TensorInfo {
  const source = backend.dataOf(x);
  const { storage } = source;
  const y = backend.output(shape, x.dtype, storage);
  if (y.data.size === 0) return y;
  const whole = rowMajor(x.shape);
  const offset = begin.reduce((total, at, axis) => total + at * whole[axis], 0);
  const strides = whole.map((stride, axis) => stride * steps[axis]);
  stridedCopy(backend.onednn, {
    ...{ dims: shape, storage },
    from: { place: source, offset, strides },
    to: { place: y.data, strides: rowMajor(shape) },
  });
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

interface StridedSliceAttrs {
  readonly begin: number[];
  readonly end: number[];
  readonly strides: number[];
  readonly beginMask: number;
  readonly endMask: number;
  readonly ellipsisMask: number;
  readonly newAxisMask: number;
  readonly shrinkAxisMask: number;
}

/** Every so-manieth element along each axis, forwards. */
export const stridedSlice = defineKernel<{ x: TensorInfo }, StridedSliceAttrs>(
  StridedSlice,
  (call) => {
    const { inputs, attrs, backend } = call;
    const { x } = inputs;
    const { begin, end, strides, beginMask, endMask, ...masks } = attrs;
    const { ellipsisMask, newAxisMask, shrinkAxisMask } = masks;
    const info = slice_util.sliceInfo(
      ...[x.shape, begin, end, strides],
      ...[beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask],
    );
    if (!copyable(x) || info.strides.some((stride) => stride < 0)) {
      return fallBack(StridedSlice, call);
    }
    if (info.isIdentity) return backend.alias(x, info.finalShape);
    const shape = slice_util.computeOutShape(info.begin, info.end, info.strides);
    return { ...slicePart(backend, x, info.begin, shape, info.strides), shape: info.finalShape };
  },
);
