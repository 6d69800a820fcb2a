import {
  engine,
  getKernelsForBackend,
  registerKernel,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import type { KernelFunc } from '@tensorflow/tfjs-core';

/** Makes another function of a kernel's. */
export type KernelWrapper = (kernelName: string, kernel: KernelFunc) => KernelFunc;

/** Runs `work` with each kernel of the current backend wrapped, those that kernels call as well. */
export function aroundKernels<T>(wrap: KernelWrapper, work: () => T): T {
  const { backendName } = engine();
  const configs = getKernelsForBackend(backendName);
  const replace = (wrapped: KernelWrapper) => {
    for (const config of configs) {
      const { kernelName, kernelFunc } = config;
      unregisterKernel(kernelName, backendName);
      registerKernel({ ...config, kernelFunc: wrapped(kernelName, kernelFunc) });
    }
  };
  replace(wrap);
  try {
    return work();
  } finally {
    replace((_, kernel) => kernel);
  }
}
