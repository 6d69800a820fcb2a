import { _FusedMatMul, BatchMatMul, broadcast_util, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend, Output } from '../../backend.js';
import type { Matmul } from '../../engine/wanted.js';
import { addBias, applyActivation } from '../../kernel-support/epilogue.js';
import type { ActivationAttrs } from '../../kernel-support/epilogue.js';
import { fallBack } from '../../kernel-support/fall-back.js';
import { defineKernel, runKernel } from '../../kernel-support/kernel.js';
import { strided } from '../../portable/array.js';
import { alignBatches, matrices, matrixShape } from '../../portable/product.js';
import { Storage } from '../../portable/storage.js';
import { matmulPrimitive } from '../../primitives/matmul.js';

interface Factors {
  readonly a: TensorInfo;
  readonly b: TensorInfo;
}

interface FusedInputs extends Factors {
  readonly bias?: TensorInfo;
  readonly preluActivationWeights?: TensorInfo;
}

interface Transposes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

export const batchMatMul = defineKernel<Factors, Transposes>(BatchMatMul, (call) => {
  const { inputs, attrs, backend } = call;
  const { a, b } = inputs;
  if (a.dtype !== 'float32' || b.dtype !== 'float32') return fallBack(BatchMatMul, call);
  return multiply(backend, a, b, attrs);
});

export const fusedMatMul = defineKernel<FusedInputs, Transposes & ActivationAttrs>(
  _FusedMatMul,
  (call) => {
    const { inputs, attrs, backend } = call;
    const { a, b, bias, preluActivationWeights } = inputs;
    const columns = b.shape[b.shape.length - (attrs.transposeB ? 2 : 1)];
    const isRow = bias?.shape.length === 1 && bias.shape[0] === columns;
    if ([a, b, bias].every((x) => !x || x.dtype === 'float32') && (!bias || isRow)) {
      const y = multiply(backend, a, b, attrs, bias);
      return applyActivation(backend, y, attrs, preluActivationWeights);
    }
    const product = runKernel(backend, BatchMatMul, { a, b }, attrs);
    const y = bias ? addBias(backend, product, bias) : product;
    return applyActivation(backend, y, attrs, preluActivationWeights);
  },
);

/**
 * a [..., M, K] · b [..., K, N] (+ bias [N]) with broadcast batches; each operand may be stored
 * transposed.
 */
function multiply(
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
    a: matrices(batchA, m, k, transposeA, storages.factors),
    b: matrices(batchB, k, n, transposeB, storages.factors),
    c: matrices(batchC, m, n, false, storages.result),
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
