import { getKernel, util } from '@tensorflow/tfjs-core';
import type { KernelConfig, NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend } from '../backend.js';
import { convert } from './convert.js';
import type { KernelCall } from './kernel.js';

/** Runs the kernel of the `cpu` backend on this backend's memory, and counts that it did. */
export function fallBack<Inputs extends object, Attrs>(
  kernelName: string,
  { inputs, attrs, backend }: KernelCall<Inputs, Attrs>,
): TensorInfo | TensorInfo[] {
  const config = getKernel(kernelName, 'cpu') as KernelConfig | undefined;
  if (!config) throw new Error(`The cpu backend has no kernel '${kernelName}'.`);
  // Some cpu kernels go on reading the values of tensors that they have disposed of.
  const result = backend.onednn.pool.holding(() =>
    config.kernelFunc({
      inputs: inputs as Record<string, TensorInfo>,
      attrs: attrs as NamedAttrMap,
      backend,
    }),
  );
  const given = Object.values(inputs).flat() as (TensorInfo | undefined)[];
  backend.fallbacks.count(kernelName, largestSize([...given, ...[result].flat()]));
  return Array.isArray(result)
    ? result.map((output) => inOwnType(backend, output))
    : inOwnType(backend, result);
}

/**
 * The cpu backend casts by giving the same values another dtype; here each dtype has its own
 * storage, so such a result is converted.
 */
function inOwnType(backend: OnednnBackend, result: TensorInfo): TensorInfo {
  if (backend.dataOf(result).dtype === result.dtype) return result;
  const converted = convert(backend, result, result.dtype);
  backend.disposeIntermediateTensorInfo(result);
  return converted;
}

function largestSize(tensors: readonly (TensorInfo | undefined)[]): number {
  return Math.max(0, ...tensors.map((x) => (x ? util.sizeFromShape(x.shape) : 0)));
}
