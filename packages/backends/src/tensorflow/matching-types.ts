import * as tf from '@tensorflow/tfjs-core';
import type { DataType, KernelBackend, KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { mapped, tensorsOf } from '../kernel-inputs.js';

/** How tfjs-node's backend keeps tensors; the types by numbers of its own. */
interface NodeStorage extends KernelBackend {
  readonly tensorMap: { get(id: object): { readonly dtype: number } };
  getDTypeInteger(dtype: DataType): number;
}

const types = ['float32', 'int32', 'bool'] as const;

/**
 * A kernel whose inputs are stored as their dtype says. Elsewhere they may not be: the cpu backend casts
 * integers and bools to float32 by giving the same values another dtype, TensorFlow.js moves such a
 * tensor here under the dtype that it was made with, and TensorFlow refuses it.
 */
export function withMatchingTypes(kernel: KernelFunc): KernelFunc {
  return (args) => {
    const backend = args.backend as NodeStorage;
    /** The stored type, where it is another one that can be converted. */
    const otherType = ({ dataId, dtype }: TensorInfo): DataType | undefined => {
      const stored = backend.tensorMap.get(dataId).dtype;
      if (stored === backend.getDTypeInteger(dtype)) return undefined;
      return types.find((type) => backend.getDTypeInteger(type) === stored);
    };
    if (!tensorsOf(args.inputs).some(otherType)) return kernel(args);
    return tf.tidy(() => {
      const matching = (x: TensorInfo): TensorInfo => {
        const dtype = otherType(x);
        if (!dtype) return x;
        return tf.getKernel(tf.Cast, 'tensorflow').kernelFunc({
          inputs: { x: { dataId: x.dataId, shape: x.shape, dtype } },
          attrs: { dtype: x.dtype },
          backend,
        }) as TensorInfo;
      };
      return kernel({ ...args, inputs: mapped(args.inputs, matching) }) as tf.TensorContainer;
    }) as ReturnType<KernelFunc>;
  };
}
