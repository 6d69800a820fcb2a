import { engine, getKernel } from '@tensorflow/tfjs-core';

/**
 * Whether the current backend has a fused kernel, and it may be used: below an outer gradient the
 * fused kernels, which have no second derivatives, give way to compositions that do.
 */
export function hasKernel(kernelName: string): boolean {
  const { backendName, state } = engine();
  return state.gradientDepth < 2 && getKernel(kernelName, backendName) !== undefined;
}
