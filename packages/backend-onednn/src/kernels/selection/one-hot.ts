import { OneHot } from '@tensorflow/tfjs-core';
import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import { fallBack } from '../../kernel-support/fall-back.js';
import { defineKernel } from '../../kernel-support/kernel.js';
import { storageOf } from '../../portable/storage.js';

interface Attrs {
  readonly dtype: DataType;
  readonly depth: number;
  readonly onValue: number;
  readonly offValue: number;
}

/** Rows of `depth` that hold `onValue` at the index and `offValue` elsewhere. */
export const oneHot = defineKernel<{ indices: TensorInfo }, Attrs>(OneHot, (call) => {
  const { inputs, attrs, backend } = call;
  const { indices } = inputs;
  const { dtype, depth, onValue, offValue } = attrs;
  if (storageOf(dtype) === undefined) return fallBack(OneHot, call);
  const chosen = backend.dataOf(indices).numbers;
  const y = backend.output([...indices.shape, depth], dtype);
  const { numbers } = y.data;
  if (offValue === 0) y.data.clear();
  else numbers.fill(offValue);
  for (let i = 0; i < chosen.length; i++) {
    const index = chosen[i];
    if (index >= 0 && index < depth) numbers[i * depth + index] = onValue;
  }
  return y;
});
