import { util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { strided } from './array.js';
import type { ArrayDescriptor } from './array.js';
import type { Storage } from './storage.js';

/** Batch, rows and columns of a matrix that may be stored transposed. */
export function matrixShape({ shape }: TensorInfo, transposed: boolean) {
  const [first, second] = shape.slice(-2);
  const [rows, columns] = transposed ? [second, first] : [first, second];
  return { batch: shape.slice(0, -2), rows, columns };
}

/** Batches of equal rank for all three: flattened to one where they are the same, or to none. */
export function alignBatches(a: number[], b: number[], c: number[]): readonly number[][] {
  if (util.sizeFromShape(c) === 1) return [[], [], []];
  if (util.arraysEqual(a, b)) return [a, b, c].map((shape) => [util.sizeFromShape(shape)]);
  const pad = (shape: number[]) => [
    ...new Array<number>(c.length - shape.length).fill(1),
    ...shape,
  ];
  return [pad(a), pad(b), c];
}

/** Matrices of `rows` and `columns`, stored as such or transposed. */
export function matrices(
  batch: readonly number[],
  rows: number,
  columns: number,
  transposed: boolean,
  storage: Storage,
): ArrayDescriptor {
  const dims = [...batch, rows, columns];
  if (!transposed) return strided(dims, storage);
  const strides = [1, rows];
  let stride = rows * columns;
  for (const size of [...batch].reverse()) {
    strides.unshift(stride);
    stride *= size;
  }
  return strided(dims, storage, strides);
}
