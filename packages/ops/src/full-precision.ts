import { clone } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { checkTensor } from './check-tensors.js';
import { hasKernel, runKernel } from './fused-kernel.js';
import * as kernels from './kernels.js';
import { withGradient } from './with-gradient.js';

/**
 * The same tensor, computed with in full precision from here on where the backend computes in less:
 * losses need it.
 *
 * @throws Error if `x` is not float32
 */
export function fullPrecision<T extends Tensor>(x: T): T {
  checkTensor('fullPrecision', 'x', x);
  if (!hasKernel(kernels.FullPrecision)) return clone(x);
  return withGradient(
    [x],
    () => ({ value: runKernel(kernels.FullPrecision, { x }, {})[0], saved: [] }),
    (dy) => clone(dy),
  ) as T;
}
