import { ClipByValue, Relu6 } from '@tensorflow/tfjs-core';
import type { ClipByValueAttrs, NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { replacedKernel } from '../wasm-kernel.js';
import type { Tensors } from '../wasm-kernel.js';

/** Numbers below `low` become `low`, and those above `high` become `high`; NaN stays. */
function clamped(backend: BackendWasm, x: TensorInfo, low: number, high: number): TensorInfo {
  const out = backend.makeOutput(x.shape, x.dtype);
  const [from, to] = [backend.typedArrayFromHeap(x), backend.typedArrayFromHeap(out)];
  for (let i = 0; i < to.length; i++) {
    const value = from[i];
    to[i] = value < low ? low : value > high ? high : value;
  }
  return out;
}

/** Numbers between two bounds. The published kernel turns NaN into a bound, and misreads integers. */
export const clipByValue = replacedKernel<Tensors<'x'>, ClipByValueAttrs>(
  ClipByValue,
  ({ inputs, attrs, backend }) =>
    clamped(backend, inputs.x, attrs.clipValueMin, attrs.clipValueMax),
);

/** Numbers between 0 and 6. The published kernel turns NaN into 0. */
export const relu6 = replacedKernel<Tensors<'x'>, NamedAttrMap>(Relu6, ({ inputs, backend }) =>
  clamped(backend, inputs.x, 0, 6),
);
