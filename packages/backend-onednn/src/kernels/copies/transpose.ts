import { Transpose, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { fallBack } from '../../kernel-support/fall-back.js';
import { defineKernel } from '../../kernel-support/kernel.js';
import { rowMajor } from '../../portable/array.js';
import { copyable, stridedCopy } from '../../primitives/strided-copy.js';

export const transpose = defineKernel<{ x: TensorInfo }, { perm: number[] }>(Transpose, (call) => {
  const { inputs, attrs, backend } = call;
  const { x } = inputs;
  if (!copyable(x)) return fallBack(Transpose, call);
  util.assert(
    util.arraysEqual(
      [...attrs.perm].sort((a, b) => a - b),
      [...x.shape.keys()],
    ),
    () => `The axes of [${x.shape}] cannot be taken in the order [${attrs.perm}].`,
  );
  const strides = rowMajor(x.shape);
  const shape = attrs.perm.map((axis) => x.shape[axis]);
  const source = backend.dataOf(x);
  const { storage } = source;
  const y = backend.output(shape, x.dtype, storage);
  stridedCopy(backend.onednn, {
    ...{ dims: shape, storage },
    from: { place: source, strides: attrs.perm.map((axis) => strides[axis]) },
    to: { place: y.data, strides: rowMajor(shape) },
  });
  return y;
});
