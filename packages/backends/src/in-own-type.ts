import type { backend_util, DataType } from '@tensorflow/tfjs-core';

type Values = backend_util.BackendValues;

const arrays = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

/**
 * Values in the storage of their dtype. The cpu backend casts by giving the same values another dtype;
 * elsewhere each dtype has its own storage.
 */
export function inOwnType(values: Values, dtype: DataType): Values {
  if (dtype === 'string' || dtype === 'complex64') return values;
  return values instanceof arrays[dtype] ? values : arrays[dtype].from(values as Float32Array);
}
