import { backend_util, Concat, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { fallBack } from '../../kernel-support/fall-back.js';
import { defineKernel } from '../../kernel-support/kernel.js';
import type { TensorData } from '../../memory/tensor-data.js';
import { rowMajor } from '../../portable/array.js';
import { Storage } from '../../portable/storage.js';
import { copyable, stridedCopy } from '../../primitives/strided-copy.js';

export const concat = defineKernel<TensorInfo[], { axis: number }>(Concat, (call) => {
  const { inputs, attrs, backend } = call;
  const parts = Object.values(inputs);
  const shapes = parts.map(({ shape }) => shape);
  const [axis] = util.parseAxisParam(attrs.axis, shapes[0]);
  backend_util.assertParamsConsistent(shapes, axis);
  const outShape = backend_util.computeOutShape(shapes, axis);
  const complex = parts.filter(({ dtype }) => dtype === 'complex64').length;
  util.assert(
    complex === 0 || complex === parts.length,
    () =>
      `Complex tensors join with complex ones alone, not ${parts.map(({ dtype }) => dtype).join(', ')}.`,
  );
  const alike = parts.every(({ dtype }) => dtype === parts[0].dtype);
  if (!alike || !copyable(parts[0], util.sizeFromShape(outShape))) return fallBack(Concat, call);
  const sources = parts.map((part) => backend.dataOf(part));
  const storage = storageOfMost(sources);
  const y = backend.output(outShape, parts[0].dtype, storage);
  const strides = rowMajor(outShape);
  let offset = 0;
  parts.forEach((part, i) => {
    if (sources[i].size === 0) return;
    stridedCopy(backend.onednn, {
      ...{ dims: part.shape, storage },
      from: { place: sources[i], strides: rowMajor(part.shape) },
      to: { place: y.data, offset, strides },
    });
    offset += part.shape[axis] * strides[axis];
  });
  return y;
});

/** How most of the elements are stored: the tokens of images may be bf16, the class token before them is f32. */
function storageOfMost(sources: readonly TensorData[]): Storage {
  const [{ storage }] = sources;
  if (storage !== Storage.f32 && storage !== Storage.bf16) return storage;
  const total = (list: readonly TensorData[]) => list.reduce((sum, { size }) => sum + size, 0);
  const halved = sources.filter((source) => source.storage === Storage.bf16);
  return 2 * total(halved) > total(sources) ? Storage.bf16 : Storage.f32;
}
