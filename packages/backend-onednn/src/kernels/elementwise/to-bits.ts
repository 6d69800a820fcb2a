import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend, Output } from '../../backend.js';
import { strided } from '../../engine/descriptor.js';
import { reorder } from '../../engine/reorder.js';

/** Zeros and ones as booleans; disposes of `x`. The library compares well into floats alone. */
export function toBits(backend: OnednnBackend, x: Output): TensorInfo {
  const y = backend.output(x.shape, 'bool');
  const { size, storage } = x.data;
  const [from, to] = [storage, y.data.storage].map((type) => strided([size], type));
  reorder(backend.onednn, from, to).run(x.data.rangeAs(storage), y.data.range);
  backend.disposeIntermediateTensorInfo(x);
  return y;
}
