import { broadcast_util, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';

/** The sizes of a (batched, broadcast) matrix product A·B. */
export interface MatrixProduct {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  /** Shape of the result, [...batch, rows, columns]. */
  readonly shape: number[];
  /** For each product of the batch, the index of its matrix in A and in B. */
  readonly pairs: readonly (readonly [number, number])[];
  readonly batchA: number;
  readonly batchB: number;
}

/**
 * Reads the sizes of A·B off two shapes of rank 2 or more; throws where the inner sizes differ or the
 * batches do not broadcast.
 */
export function matrixProduct(
  a: TensorInfo,
  b: TensorInfo,
  transposeA: boolean,
  transposeB: boolean,
): MatrixProduct {
  const [rows, innerA] = matrixShape(a, transposeA);
  const [inner, columns] = matrixShape(b, transposeB);
  util.assert(
    innerA === inner,
    () =>
      `Error in matMul: inner shapes (${innerA}) and (${inner}) of Tensors with shapes ${a.shape} ` +
      `and ${b.shape} and transposeA=${transposeA} and transposeB=${transposeB} must match.`,
  );
  const outerA = a.shape.slice(0, -2);
  const outerB = b.shape.slice(0, -2);
  const outer = broadcast_util.assertAndGetBroadcastShape(outerA, outerB);
  const indexA = broadcastIndices(outerA, outer);
  const indexB = broadcastIndices(outerB, outer);
  return {
    rows,
    inner,
    columns,
    shape: [...outer, rows, columns],
    pairs: indexA.map((i, n) => [i, indexB[n]] as const),
    batchA: util.sizeFromShape(outerA),
    batchB: util.sizeFromShape(outerB),
  };
}

function matrixShape({ shape }: TensorInfo, transposed: boolean): [number, number] {
  const [rows, columns] = shape.slice(-2);
  return transposed ? [columns, rows] : [rows, columns];
}

/** For every position of `outer` in row-major order, the flat position in `shape` broadcast to it. */
function broadcastIndices(shape: readonly number[], outer: readonly number[]): number[] {
  const lead = outer.length - shape.length;
  let indices = [0];
  outer.forEach((size, axis) => {
    const own = axis < lead ? 1 : shape[axis - lead];
    indices = indices.flatMap((index) =>
      Array.from({ length: size }, (_, i) => index * own + (own === 1 ? 0 : i)),
    );
  });
  return indices;
}
