import { broadcast_util, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend, Output } from '../../backend.js';
import { strided } from '../../engine/descriptor.js';
import type { ArrayDescriptor } from '../../engine/descriptor.js';
import type { Onednn } from '../../engine/onednn.js';
import { Primitive } from '../../engine/primitive.js';
import type { Takes } from '../../engine/primitive.js';
import { Storage } from '../../engine/storage.js';
import type { Matmul } from '../../engine/wanted.js';

export type MatmulPrimitive = Primitive<Takes<'source' | 'weights' | 'destination', 'bias'>>;

/** source · weights (+ bias) */
export function matmulPrimitive(onednn: Onednn, wanted: Matmul): MatmulPrimitive {
  const { a, b, bias, c } = wanted;
  const key = `matmul|${a.key}|${b.key}|${c.key}|${bias?.key ?? ''}`;
  return onednn.primitives.get(key, (keep) => {
    const layouts = { source: a, weights: b, bias, destination: c };
    const product: MatmulPrimitive = new Primitive(
      onednn,
      onednn.operations.matmul(wanted),
      layouts,
    );
    return keep(product);
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
  util.assert(
    a.shape.length >= 2 && b.shape.length >= 2,
    () => `A product needs matrices, not [${a.shape}] and [${b.shape}].`,
  );
  const [left, right] = [matrixShape(a, transposeA), matrixShape(b, transposeB)];
  const batch = broadcast_util.assertAndGetBroadcastShape(left.batch, right.batch);
  const [m, k, n] = [left.rows, left.columns, right.columns];
  util.assert(
    k === right.rows,
    () =>
      `A product of matrices [${a.shape}] and [${b.shape}] with transposeA=${transposeA} and ` +
      `transposeB=${transposeB} needs equal inner dimensions, not ${k} and ${right.rows}.`,
  );
  const shape = [...batch, m, n];
  const storages = productStorages(backend, util.sizeFromShape(shape), k, {
    weightGradient: transposeA && shape.length === 2,
  });
  const y = backend.output(shape, 'float32', storages.result);
  if (y.data.size === 0) return y;
  if (k === 0) {
    fillRows(y.data.numbers as Float32Array, bias && backend.dataOf(bias).numbers);
    return y;
  }
  const { onednn } = backend;
  const [batchA, batchB, batchC] = alignBatches(left.batch, right.batch, batch);
  const layouts: Matmul = {
    a: layout(batchA, m, k, transposeA, storages.factors),
    b: layout(batchB, k, n, transposeB, storages.factors),
    c: layout(batchC, m, n, false, storages.result),
    bias: bias && strided([...batchC.map(() => 1), 1, n], Storage.f32),
  };
  matmulPrimitive(onednn, layouts).run({
    source: backend.dataOf(a),
    weights: backend.dataOf(b),
    bias: bias && backend.dataOf(bias),
    destination: y.data,
  });
  return y;
}

/** Fewer multiplications than this gain nothing from bf16. */
const worthwhileProduct = 1 << 22;

/** Smaller results are rather exact than small: logits are among them. */
const largeResult = 1 << 16;

/**
 * How a product is computed and stored: in bf16 where the backend's precision says so, but gradients of
 * weights, aᵀ·b over all rows of a batch, are stored as f32.
 */
function productStorages(
  { activationStorage }: OnednnBackend,
  size: number,
  k: number,
  { weightGradient }: { readonly weightGradient: boolean },
): { factors: Storage; result: Storage } {
  const factors = size * k < worthwhileProduct ? Storage.f32 : activationStorage;
  const exact = weightGradient || size < largeResult;
  return { factors, result: exact ? Storage.f32 : factors };
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
