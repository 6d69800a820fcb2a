import { Cast } from '@tensorflow/tfjs-core';
import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import { convert } from '../../kernel-support/convert.js';
import { fallBack } from '../../kernel-support/fall-back.js';
import { defineKernel, runKernel, worthwhileSize } from '../../kernel-support/kernel.js';
import { storageOf } from '../../portable/storage.js';

export const cast = defineKernel<{ x: TensorInfo }, { dtype: DataType }>(Cast, (call) => {
  const { inputs, attrs, backend } = call;
  const { x } = inputs;
  if (x.dtype === attrs.dtype && x.dtype !== 'complex64') return backend.alias(x);
  const numeric = [x.dtype, attrs.dtype].every((dtype) => storageOf(dtype) !== undefined);
  const large = backend.dataOf(x).size >= worthwhileSize;
  if (attrs.dtype === 'bool' && x.dtype === 'float32' && large) {
    const zero = backend.scalar(0);
    const y = runKernel(backend, 'NotEqual', { a: x, b: zero });
    backend.disposeIntermediateTensorInfo(zero);
    return y;
  }
  return numeric ? convert(backend, x, attrs.dtype) : fallBack(Cast, call);
});
