import { broadcast_util, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend, Output } from '../../backend.js';
import { strided } from '../../engine/descriptor.js';
import type { Descriptor } from '../../engine/descriptor.js';
import type { Onednn } from '../../engine/onednn.js';
import { Primitive } from '../../engine/primitive.js';
import { Storage } from '../../engine/storage.js';
import type { Matmul } from '../../engine/wanted.js';

/** Arguments: a, b, [bias,] c. */
export function matmulPrimitive(onednn: Onednn, { a, b, bias, c }: Matmul): Primitive {
  const key = `matmul|${a.key}|${b.key}|${c.key}|${bias?.key ?? ''}`;
  return onednn.primitives.get(key, () => {
    const descriptor = onednn.operations.matmul({ a, b, c, ...(bias && { bias }) });
    return new Primitive(onednn, descriptor, [
      ['source', a],
      ['weights', b],
      ...(bias ? [['bias', bias] as const] : []),
      ['destination', c],
    ]);
  });
}

export interface Transposes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/**
 * a [..., M, K] · b [..., K, N] (+ bias [N]) with broadcast batches; each operand may be stored
 * transposed.
 */
export function multiply(
  backend: OnednnBackend,
  a: TensorInfo,
  b: TensorInfo,
  { transposeA, transposeB }: Transposes,
  bias?: TensorInfo,
): Output {
  const [left, right] = [matrixShape(a, transposeA), matrixShape(b, transposeB)];
  const batch = broadcast_util.assertAndGetBroadcastShape(left.batch, right.batch);
  const [m, k, n] = [left.rows, left.columns, right.columns];
  util.assert(
    k === right.rows,
    () =>
      `A product of matrices [${a.shape}] and [${b.shape}] with transposeA=${transposeA} and ` +
      `transposeB=${transposeB} needs equal inner dimensions, not ${k} and ${right.rows}.`,
  );
  const y = backend.output([...batch, m, n]);
  if (y.data.size === 0) return y;
  if (k === 0) {
    fillRows(y.data.numbers as Float32Array, bias && backend.dataOf(bias).numbers);
    return y;
  }
  const { onednn } = backend;
  const [batchA, batchB, batchC] = alignBatches(left.batch, right.batch, batch);
  const layouts: Matmul = {
    a: layout(batchA, m, k, transposeA),
    b: layout(batchB, k, n, transposeB),
    c: layout(batchC, m, n, false),
    ...(bias && { bias: strided([...batchC.map(() => 1), 1, n], Storage.f32) }),
  };
  const addresses = [a, b, ...(bias ? [bias] : [])].map((x) => backend.dataOf(x).address);
  matmulPrimitive(onednn, layouts).run(...addresses, y.data.address);
  return y;
}

function fillRows(values: Float32Array, row: ArrayLike<number> | undefined): void {
  if (!row) values.fill(0);
  else for (let i = 0; i < values.length; i += row.length) values.set(row, i);
}

function matrixShape({ shape }: TensorInfo, transposed: boolean) {
  const [first, second] = shape.slice(-2);
  const [rows, columns] = transposed ? [second, first] : [first, second];
  return { batch: shape.slice(0, -2), rows, columns };
}

/** Batches of equal rank for all three: flattened to one where they are the same, or to none. */
function alignBatches(a: number[], b: number[], c: number[]): readonly number[][] {
  if (util.sizeFromShape(c) === 1) return [[], [], []];
  if (util.arraysEqual(a, b)) return [a, b, c].map((shape) => [util.sizeFromShape(shape)]);
  const pad = (shape: number[]) => [
    ...new Array<number>(c.length - shape.length).fill(1),
    ...shape,
  ];
  return [pad(a), pad(b), c];
}

function layout(
  batch: readonly number[],
  rows: number,
  columns: number,
  transposed: boolean,
): Descriptor {
  const dims = [...batch, rows, columns];
  if (!transposed) return strided(dims, Storage.f32);
  const strides = [1, rows];
  let stride = rows * columns;
  for (const size of [...batch].reverse()) {
    strides.unshift(stride);
    stride *= size;
  }
  return strided(dims, Storage.f32, strides);
}
