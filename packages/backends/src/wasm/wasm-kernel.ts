import type {
  KernelFunc,
  NamedAttrMap,
  NamedTensorInfoMap,
  TensorInfo,
} from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** Inputs of a kernel that are always there, by name. */
export type Tensors<Names extends string> = Readonly<Record<Names, TensorInfo>>;

/** What tfjs hands to a kernel of the wasm backend. */
export interface WasmKernelArgs<Inputs = NamedTensorInfoMap, Attrs = NamedAttrMap> {
  readonly inputs: Inputs;
  readonly attrs: Attrs;
  readonly backend: BackendWasm;
}

/** The kernel that the published wasm backend has under the same name. */
export type StockKernel<Inputs, Attrs> = (args: WasmKernelArgs<Inputs, Attrs>) => TensorInfo;

/** A kernel of ours, ready to be registered under its tfjs name. */
export interface WasmKernel {
  readonly kernelName: string;
  /** `stock` is the published kernel of that name, or undefined where there is none. */
  readonly bind: (stock: KernelFunc | undefined) => KernelFunc;
}

/** Defines a kernel that the published backend lacks. */
export function addedKernel<Inputs, Attrs>(
  kernelName: string,
  compute: (args: WasmKernelArgs<Inputs, Attrs>) => TensorInfo,
): WasmKernel {
  return {
    kernelName,
    bind: () => (args) => compute(args as unknown as WasmKernelArgs<Inputs, Attrs>),
  };
}

/**
 * Defines a kernel that takes the place of a published one. `compute` receives the published kernel
 * too, for the shapes and types at which there is nothing to gain.
 */
export function replacedKernel<Inputs, Attrs>(
  kernelName: string,
  compute: (args: WasmKernelArgs<Inputs, Attrs>, stock: StockKernel<Inputs, Attrs>) => TensorInfo,
): WasmKernel {
  return {
    kernelName,
    bind: (stock) => {
      if (!stock) {
        throw new Error(
          `The wasm backend has no kernel '${kernelName}' to replace; import ` +
            `'@tensorflow/tfjs-backend-wasm' 4.22.0 before registering the training kernels.`,
        );
      }
      return (args) =>
        compute(
          args as unknown as WasmKernelArgs<Inputs, Attrs>,
          stock as unknown as StockKernel<Inputs, Attrs>,
        );
    },
  };
}
