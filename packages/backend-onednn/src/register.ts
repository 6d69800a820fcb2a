import {
  findBackendFactory,
  getKernelsForBackend,
  registerBackend,
  registerKernel,
} from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import type { KernelFunc } from '@tensorflow/tfjs-core';
import { OnednnBackend } from './backend.js';
import { fallBack } from './kernel-support/fall-back.js';
import type { KernelCall, OnednnKernel } from './kernel-support/kernel.js';
import { kernels } from './kernels/kernels.js';

/** The name by which TensorFlow.js knows the backend. */
export const backendName = 'onednn';

/** Below that of every stock backend: this one is taken only when it is asked for by name. */
const priority = 0;

/**
 * Registers the backend and its kernels. The library is not looked for until the backend is first
 * used. Kernels that the package lacks are those of the `cpu` backend.
 */
export function registerOnednn(): void {
  // Another copy of this package may have been first.
  if (findBackendFactory(backendName)) return;
  registerBackend(backendName, () => new OnednnBackend(), priority);
  const own = new Set(kernels.map(({ kernelName }) => kernelName));
  for (const config of getKernelsForBackend('cpu')) {
    const { kernelName } = config;
    if (own.has(kernelName)) continue;
    const kernelFunc: KernelFunc = (call) =>
      fallBack(kernelName, call as KernelCall<Record<string, never>, object>);
    register({ ...config, kernelFunc });
  }
  for (const kernel of kernels) register(kernel);
}

function register({ kernelFunc, ...config }: OnednnKernel): void {
  registerKernel({
    ...config,
    backendName,
    kernelFunc: (call) => (call.backend as OnednnBackend).runKernel(kernelFunc, call),
  });
}
