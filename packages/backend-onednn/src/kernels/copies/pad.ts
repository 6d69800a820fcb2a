import { PadV2, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { fallBack } from '../../kernel-support/fall-back.js';
import { defineKernel } from '../../kernel-support/kernel.js';
import { rowMajor } from '../../portable/array.js';
import { storageOf } from '../../portable/storage.js';
import { copyable, stridedCopy } from '../../primitives/strided-copy.js';

interface Attrs {
  readonly paddings: readonly [number, number][];
  readonly constantValue: number;
}

export const pad = defineKernel<{ x: TensorInfo }, Attrs>(PadV2, (call) => {
  const { inputs, attrs, backend } = call;
  const { x } = inputs;
  const { paddings, constantValue } = attrs;
  if (!copyable(x)) return fallBack(PadV2, call);
  util.assert(
    paddings.length === x.shape.length,
    () => `[${x.shape}] needs as many pairs of paddings as it has axes, not ${paddings.length}.`,
  );
  const shape = x.shape.map((size, axis) => size + paddings[axis][0] + paddings[axis][1]);
  const source = backend.dataOf(x);
  const storage = constantValue === 0 ? source.storage : storageOf(x.dtype);
  if (storage === undefined) return fallBack(PadV2, call);
  const y = backend.output(shape, x.dtype, storage);
  if (constantValue === 0) y.data.clear();
  else y.data.numbers.fill(constantValue);
  const strides = rowMajor(shape);
  const offset = paddings.reduce((total, [before], axis) => total + before * strides[axis], 0);
  stridedCopy(backend.onednn, {
    ...{ dims: x.shape, storage },
    from: { place: source, strides: rowMajor(x.shape) },
    to: { place: y.data, offset, strides },
  });
  return y;
});
