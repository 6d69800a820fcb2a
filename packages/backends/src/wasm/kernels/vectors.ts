import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { arithmeticOf, cosineOf, factorFor, kernels, normOf } from '@gnp/ops';
import type { Arithmetic } from '@gnp/ops';
import { addedKernel } from '../wasm-kernel.js';
import type { Tensors } from '../wasm-kernel.js';

/** The Euclidean norm of any number of tensors, in double precision over the heap. */
export const globalNorm = addedKernel<Tensors<string>, object>(
  kernels.GlobalNorm.kernelName,
  ({ inputs, backend }) =>
    scalar(backend, normOf(Object.values(inputs).map((x) => backend.typedArrayFromHeap(x)))),
);

/** The inner product of two vectors made of tensors, over the product of their norms. */
export const globalCosine = addedKernel<Tensors<string>, object>(
  kernels.GlobalCosine.kernelName,
  ({ inputs, backend }) => {
    const numbers = (name: string) => backend.typedArrayFromHeap(inputs[name]);
    const count = Object.keys(inputs).length / 2 - 1;
    const pairs = Array.from(
      { length: count },
      (_, i) => [numbers(`a${i}`), numbers(`b${i}`)] as const,
    );
    return scalar(backend, cosineOf(pairs, numbers('aNorm')[0], numbers('bNorm')[0]));
  },
);

/** A part of a vector that is clipped to a largest norm. */
export const shortened = addedKernel<Tensors<'x' | 'norm'>, { readonly maxNorm: number }>(
  kernels.Shortened.kernelName,
  ({ inputs, attrs, backend }) => {
    const { x, norm } = inputs;
    const factor = factorFor(backend.typedArrayFromHeap(norm)[0], attrs.maxNorm);
    if (factor === 1) {
      backend.incRef(x.dataId);
      return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
    }
    const output = backend.makeOutput(x.shape, 'float32');
    const [from, to] = [backend.typedArrayFromHeap(x), backend.typedArrayFromHeap(output)];
    for (let i = 0; i < to.length; i++) to[i] = from[i] * factor;
    return output;
  },
);

/** An expression of scalars, in double precision. */
export const arithmetic = addedKernel<Tensors<string>, { readonly expression: Arithmetic }>(
  kernels.Arithmetic.kernelName,
  ({ inputs, attrs, backend }) => {
    const values = Object.values(inputs).map((x) => backend.typedArrayFromHeap(x)[0]);
    return scalar(backend, arithmeticOf(attrs.expression, values));
  },
);

function scalar(backend: BackendWasm, value: number): TensorInfo {
  const output = backend.makeOutput([], 'float32');
  backend.typedArrayFromHeap(output)[0] = value;
  return output;
}
