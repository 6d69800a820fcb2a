import { ClipByValue, Relu, Relu6, util } from '@tensorflow/tfjs-core';
import type { ClipByValueAttrs, NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { clampOn } from '../simd/clamp.js';
import { replacedKernel } from '../wasm-kernel.js';
import type { Tensors } from '../wasm-kernel.js';

/** Numbers below `low` become `low`, and those above `high` become `high`; NaN stays. */
function clamped(backend: BackendWasm, x: TensorInfo, low: number, high: number): TensorInfo {
  if (x.dtype !== 'float32') {
    const whole = backend.makeOutput(x.shape, x.dtype);
    const [from, to] = [backend.typedArrayFromHeap(x), backend.typedArrayFromHeap(whole)];
    for (let i = 0; i < to.length; i++) to[i] = Math.min(Math.max(from[i], low), high);
    return whole;
  }
  const bounds = backend.makeOutput([2], 'float32');
  backend.typedArrayFromHeap(bounds).set([low, high]);
  const out = backend.makeOutput(x.shape, 'float32');
  const address = ({ dataId }: TensorInfo) => backend.getMemoryOffset(dataId);
  clampOn(backend)(address(x), address(out), address(bounds), util.sizeFromShape(x.shape));
  backend.disposeData(bounds.dataId);
  return out;
}

/** Numbers between two bounds. The published kernel turns NaN into a bound, and misreads integers. */
export const clipByValue = replacedKernel<Tensors<'x'>, ClipByValueAttrs>(
  ClipByValue,
  ({ inputs, attrs, backend }) =>
    clamped(backend, inputs.x, attrs.clipValueMin, attrs.clipValueMax),
);

/** Numbers from 0 on. The published kernel turns NaN with its sign bit set into 0, and processors make such. */
export const relu = replacedKernel<Tensors<'x'>, NamedAttrMap>(Relu, ({ inputs, backend }) =>
  clamped(backend, inputs.x, 0, Infinity),
);

/** Numbers between 0 and 6. The published kernel turns NaN into 0. */
export const relu6 = replacedKernel<Tensors<'x'>, NamedAttrMap>(Relu6, ({ inputs, backend }) =>
  clamped(backend, inputs.x, 0, 6),
);
