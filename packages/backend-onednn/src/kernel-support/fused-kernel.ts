import type { FusedKernel, KernelInputs } from '@gnp/ops';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { defineKernel } from './kernel.js';
import type { KernelCall, OnednnKernel } from './kernel.js';

/** Declares this backend's version of a fused kernel, with the types that `@gnp/ops` gives it. */
export function fusedKernel<
  InputName extends string,
  Attrs extends object,
  OptionalName extends string,
>(
  { kernelName }: FusedKernel<InputName, Attrs, OptionalName>,
  run: (
    call: KernelCall<KernelInputs<TensorInfo, InputName, OptionalName>, Attrs>,
  ) => TensorInfo | TensorInfo[],
): OnednnKernel {
  return defineKernel(kernelName, run);
}
