import { Cast, getKernel } from '@tensorflow/tfjs-core';
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { mapped, tensorsOf } from '../kernel-inputs.js';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** The dtypes that values are stored in; the published package declares this map privately. */
interface Stored {
  readonly dataIdMap: { get(id: object): { readonly dtype: TensorInfo['dtype'] } };
}

/**
 * A kernel whose inputs are stored as their dtype says. Elsewhere they may not be: the cpu backend
 * casts integers and bools to float32 by giving the same values another dtype, and TensorFlow.js moves
 * such a tensor here with its values as they were stored; their bits would be read as numbers.
 */
export function withMatchingTypes(kernel: KernelFunc): KernelFunc {
  return (args) => {
    const { inputs } = args;
    const backend = args.backend as BackendWasm;
    const { dataIdMap } = backend as unknown as Stored;
    const matches = ({ dataId, dtype }: TensorInfo) => dataIdMap.get(dataId).dtype === dtype;
    if (tensorsOf(inputs).every(matches)) return kernel(args);
    const made: TensorInfo[] = [];
    const matching = (x: TensorInfo): TensorInfo => {
      if (matches(x)) return x;
      const { dtype } = dataIdMap.get(x.dataId);
      const cast = getKernel(Cast, 'wasm').kernelFunc({
        inputs: { x: { dataId: x.dataId, shape: x.shape, dtype } },
        attrs: { dtype: x.dtype },
        backend,
      }) as TensorInfo;
      made.push(cast);
      return cast;
    };
    try {
      return kernel({ ...args, inputs: mapped(inputs, matching) });
    } finally {
      for (const { dataId } of made) backend.disposeData(dataId);
    }
  };
}
