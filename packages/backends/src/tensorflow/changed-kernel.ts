import type {
  Attribute,
  KernelBackend,
  KernelFunc,
  NamedAttrMap,
  Tensor,
  TensorInfo,
} from '@tensorflow/tfjs-core';

/** A call of a kernel, with what all of them have in common. */
export interface Call {
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly attrs: Readonly<Record<string, Attribute>>;
  readonly backend: KernelBackend;
}

/** A kernel that tfjs-node lacks or that is changed. */
export interface ChangedKernel {
  readonly kernelName: string;
  /** `stock` is tfjs-node's kernel of that name, where it has one. */
  readonly bind: (stock: KernelFunc | undefined) => KernelFunc;
}

/** Defines a kernel that tfjs-node's may do part of: `stock` computes this call by it. */
export function changedKernel(
  kernelName: string,
  compute: (
    call: Call,
    stock: (attrs?: NamedAttrMap) => ReturnType<KernelFunc>,
  ) => TensorInfo | TensorInfo[],
): ChangedKernel {
  return {
    kernelName,
    bind: (stock) => (args) =>
      compute(args as unknown as Call, (attrs = args.attrs) => {
        if (!stock) throw new Error(`tfjs-node has no kernel '${kernelName}'.`);
        return stock({ ...args, attrs });
      }),
  };
}
