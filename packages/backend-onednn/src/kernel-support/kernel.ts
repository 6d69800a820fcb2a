import { getKernel } from '@tensorflow/tfjs-core';
import type { KernelFunc, NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend } from '../backend.js';

/** What a kernel is called with. */
export interface KernelCall<Inputs, Attrs> {
  readonly inputs: Inputs;
  readonly attrs: Attrs;
  readonly backend: OnednnBackend;
}

/** A kernel of this backend, before it is registered. */
export interface OnednnKernel {
  readonly kernelName: string;
  readonly kernelFunc: KernelFunc;
}

/** Below this many elements the `cpu` kernels' loops are quicker than a call into the library. */
export const worthwhileSize = 512;

/** Declares a kernel by its name in tfjs-core, with the types that tfjs-core gives its arguments. */
export function defineKernel<Inputs, Attrs = object>(
  kernelName: string,
  run: (call: KernelCall<Inputs, Attrs>) => TensorInfo | TensorInfo[],
): OnednnKernel {
  return { kernelName, kernelFunc: run as unknown as KernelFunc };
}

/** Runs another kernel of this backend. */
export function runKernel(
  backend: OnednnBackend,
  kernelName: string,
  inputs: Record<string, TensorInfo> | readonly TensorInfo[],
  attrs: object = {},
): TensorInfo {
  const kernel = getKernel(kernelName, 'onednn');
  const named = inputs as Record<string, TensorInfo>;
  return kernel.kernelFunc({ inputs: named, attrs: attrs as NamedAttrMap, backend }) as TensorInfo;
}
