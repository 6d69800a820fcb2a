import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend } from '../backend.js';

/** The elements of `x` in another numeric dtype: integers truncate, booleans say what is not 0. */
export function convert(backend: OnednnBackend, x: TensorInfo, dtype: DataType): TensorInfo {
  const y = backend.output(x.shape, dtype);
  const [from, to] = [backend.dataOf(x).numbers, y.data.numbers];
  if (dtype === 'bool') for (let i = 0; i < to.length; i++) to[i] = Number(from[i] !== 0);
  else to.set(from);
  return y;
}
