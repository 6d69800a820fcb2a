import { Fill, OnesLike, util, ZerosLike } from '@tensorflow/tfjs-core';
import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend } from '../../backend.js';
import { fallBack } from '../../kernel-support/fall-back.js';
import { defineKernel } from '../../kernel-support/kernel.js';
import type { OnednnKernel } from '../../kernel-support/kernel.js';
import { storageOf } from '../../portable/storage.js';

/** A tensor with one number everywhere. */
function filled(
  backend: OnednnBackend,
  shape: number[],
  dtype: DataType,
  value: number,
): TensorInfo {
  const y = backend.output(shape, dtype);
  if (value === 0) y.data.clear();
  else y.data.numbers.fill(value);
  return y;
}

interface FillAttrs {
  readonly shape: number[];
  readonly value: number | string;
  readonly dtype?: DataType;
}

const likes = [
  { kernelName: ZerosLike, value: 0 },
  { kernelName: OnesLike, value: 1 },
];

/** Tensors of one value. */
export const constantKernels: readonly OnednnKernel[] = [
  defineKernel<object, FillAttrs>(Fill, (call) => {
    const { attrs, backend } = call;
    const { shape, value } = attrs;
    const dtype = attrs.dtype ?? util.inferDtype(value);
    if (typeof value === 'string' || storageOf(dtype) === undefined) return fallBack(Fill, call);
    return filled(backend, shape, dtype, Number(value));
  }),
  ...likes.map(({ kernelName, value }) =>
    defineKernel<{ x: TensorInfo }>(kernelName, (call) => {
      const { inputs, backend } = call;
      const { shape, dtype } = inputs.x;
      if (storageOf(dtype) === undefined) return fallBack(kernelName, call);
      return filled(backend, shape, dtype, value);
    }),
  ),
];
