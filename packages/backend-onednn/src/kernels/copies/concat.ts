import { backend_util, Concat, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { rowMajor } from '../../engine/descriptor.js';
import { commonStorage } from '../../memory/common-storage.js';
import { fallBack } from '../fall-back.js';
import { defineKernel } from '../kernel.js';
import { copyable } from './copyable.js';
import { stridedCopy } from './strided-copy.js';

export const concat = defineKernel<TensorInfo[], { axis: number }>(Concat, (call) => {
  const { inputs, attrs, backend } = call;
  const parts = Object.values(inputs);
  const shapes = parts.map(({ shape }) => shape);
  const [axis] = util.parseAxisParam(attrs.axis, shapes[0]);
  backend_util.assertParamsConsistent(shapes, axis);
  const outShape = backend_util.computeOutShape(shapes, axis);
  const alike = parts.every(({ dtype }) => dtype === parts[0].dtype);
  if (!alike || !copyable(parts[0], util.sizeFromShape(outShape))) return fallBack(Concat, call);
  const sources = parts.map((part) => backend.dataOf(part));
  const storage = parts[0].dtype === 'float32' ? commonStorage(...sources) : sources[0].storage;
  const y = backend.output(outShape, parts[0].dtype, storage);
  const strides = rowMajor(outShape);
  let offset = 0;
  parts.forEach((part, i) => {
    if (sources[i].size === 0) return;
    stridedCopy(
      backend.onednn,
      storage,
      part.shape,
      { address: sources[i].addressAs(storage), strides: rowMajor(part.shape) },
      { address: y.data.addressAs(storage), offset, strides },
    );
    offset += part.shape[axis] * strides[axis];
  });
  return y;
});
