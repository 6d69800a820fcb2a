import { Cast, getKernel } from '@tensorflow/tfjs-core';
import type { KernelFunc, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
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
    let converted: Map<TensorInfo, TensorInfo> | undefined;
    for (const x of Object.values<TensorInfo | TensorInfo[] | undefined>(inputs).flat()) {
      if (!x || x.dtype === 'complex64') continue;
      const { dtype } = dataIdMap.get(x.dataId);
      if (dtype === x.dtype || converted?.has(x)) continue;
      (converted ??= new Map()).set(x, convert(backend, { ...x, dtype }, x.dtype));
    }
    if (!converted) return kernel(args);
    const matching = (x: TensorInfo) => converted.get(x) ?? x;
    const entries = Object.entries(inputs as Record<string, TensorInfo | TensorInfo[]>);
    const named = entries.map(
      ([name, x]) => [name, Array.isArray(x) ? x.map(matching) : matching(x)] as const,
    );
    try {
      const given = Array.isArray(inputs) ? named.map(([, x]) => x) : Object.fromEntries(named);
      return kernel({ ...args, inputs: given as unknown as NamedTensorInfoMap });
    } finally {
      for (const { dataId } of converted.values()) backend.disposeData(dataId);
    }
  };
}

function convert(backend: BackendWasm, x: TensorInfo, dtype: TensorInfo['dtype']): TensorInfo {
  const cast = getKernel(Cast, 'wasm');
  return cast.kernelFunc({ inputs: { x }, attrs: { dtype }, backend }) as TensorInfo;
}
