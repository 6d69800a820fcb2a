import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { withShape } from './compose.js';
import type { Kernels } from './compose.js';
import { transposedProduct } from './simd/transposed-product.js';

/** Rows summed at a time; sums of such groups are summed in turn, which keeps rounding errors small. */
const group = 128;

/** Σ over the rows of float32 x [rows, columns], as the product 1ᵀ·x. Returns [columns]. */
export function sumRows(
  k: Kernels,
  backend: BackendWasm,
  x: TensorInfo,
  rows: number,
  columns: number,
): TensorInfo {
  const groups = Math.ceil(rows / group);
  const sums = k.fill([groups, columns], 0);
  const one = backend.getMemoryOffset(k.fill([1], 1).dataId);
  const addProduct = transposedProduct(backend);
  const rowBytes = 4 * columns;
  const from = backend.getMemoryOffset(x.dataId);
  const to = backend.getMemoryOffset(sums.dataId);
  for (let g = 0; g < groups; g++) {
    addProduct({
      a: one,
      b: from + g * group * rowBytes,
      c: to + g * rowBytes,
      m: 1,
      n: columns,
      outer: 1,
      inner: Math.min(group, rows - g * group),
      aOuter: 0,
      aInner: 0,
      bOuter: 0,
      bInner: rowBytes,
    });
  }
  return groups === 1 ? withShape(sums, [columns]) : sumRows(k, backend, sums, groups, columns);
}

/**
 * The sizes of float32 `x` as the matrix that `sumRows` sums, where `axes` are its leading ones and
 * there are enough rows and columns to gain by it; otherwise undefined.
 */
export function leadingRows(
  x: TensorInfo,
  axes: readonly number[],
): { rows: number; columns: number } | undefined {
  const sorted = [...axes].sort((a, b) => a - b);
  if (x.dtype !== 'float32' || sorted.some((axis, i) => axis !== i)) return undefined;
  const size = (shape: readonly number[]) => shape.reduce((product, n) => product * n, 1);
  const rows = size(x.shape.slice(0, sorted.length));
  const columns = size(x.shape.slice(sorted.length));
  return rows >= 8 && columns >= 4 ? { rows, columns } : undefined;
}
