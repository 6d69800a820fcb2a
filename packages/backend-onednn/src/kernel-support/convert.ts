import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend } from '../backend.js';
import { reorder } from '../engine/reorder.js';
import { strided } from '../portable/array.js';
import { worthwhileSize } from './kernel.js';

/** The elements of `x` in another numeric dtype: integers truncate, booleans say what is not 0. */
export function convert(backend: OnednnBackend, x: TensorInfo, dtype: DataType): TensorInfo {
  const source = backend.dataOf(x);
  const y = backend.output(x.shape, dtype);
  if (source.size >= worthwhileSize && dtype !== 'bool' && x.dtype !== 'float32') {
    const layouts = [source, y.data].map(({ size, storage }) => strided([size], storage));
    reorder(backend.onednn, layouts[0], layouts[1]).run({ source, destination: y.data });
    return y;
  }
  const [from, to] = [source.numbers, y.data.numbers];
  if (dtype === 'bool') for (let i = 0; i < to.length; i++) to[i] = Number(from[i] !== 0);
  else to.set(from);
  return y;
}
