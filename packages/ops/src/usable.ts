import { engine } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * Whether kernels for the arithmetic of updates may take these tensors. They have no gradients, so that
 * below any gradient the compositions run.
 */
export const usable = (...tensors: readonly Tensor[]): boolean =>
  engine().state.gradientDepth === 0 &&
  tensors.every(({ dtype, size }) => dtype === 'float32' && size > 0);
