import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend, Output } from '../backend.js';
import { reorder } from '../engine/reorder.js';
import { strided } from '../portable/array.js';

/** Zeros and ones as booleans; disposes of `x`. The library compares well into floats alone. */
export function toBits(backend: OnednnBackend, x: Output): TensorInfo {
  const y = backend.output(x.shape, 'bool');
  const [from, to] = [x.data, y.data].map(({ size, storage }) => strided([size], storage));
  reorder(backend.onednn, from, to).run({ source: x.data, destination: y.data });
  backend.disposeIntermediateTensorInfo(x);
  return y;
}
