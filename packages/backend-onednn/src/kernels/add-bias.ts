import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend } from '../backend.js';
import { runKernel } from './kernel.js';

/** x + bias, broadcast; disposes of `x`. */
export function addBias(backend: OnednnBackend, x: TensorInfo, bias: TensorInfo): TensorInfo {
  const y = runKernel(backend, 'Add', { a: x, b: bias });
  backend.disposeIntermediateTensorInfo(x);
  return y;
}
