import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/**
 * Calls `use` with part of a float32 tensor as a tensor of its own: `shape`, beginning at element
 * `start`. Nothing is copied, and afterwards the view is forgotten without freeing the memory.
 */
export function withView<T>(
  backend: BackendWasm,
  x: TensorInfo,
  start: number,
  shape: readonly number[],
  use: (view: TensorInfo) => T,
): T {
  const offset = backend.getMemoryOffset(x.dataId) + start * Float32Array.BYTES_PER_ELEMENT;
  const view = backend.makeOutput([...shape], 'float32', offset);
  try {
    return use(view);
  } finally {
    // this also drops the operator, with its packed copy of a matrix, that XNNPACK keeps per tensor
    backend.wasm.tfjs.disposeData(backend.dataIdMap.get(view.dataId).id);
    backend.dataIdMap.delete(view.dataId);
  }
}
