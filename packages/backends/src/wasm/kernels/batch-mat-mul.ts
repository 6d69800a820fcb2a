import { BatchMatMul } from '@tensorflow/tfjs-core';
import type { BatchMatMulAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { compose, withShape } from '../compose.js';
import type { Kernels } from '../compose.js';
import { matrixProduct } from '../matrix-product.js';
import type { MatrixProduct } from '../matrix-product.js';
import { multiplyIntegers } from '../multiply-integers.js';
import { transposedProduct } from '../simd/transposed-product.js';
import { withView } from '../view.js';
import { replacedKernel } from '../wasm-kernel.js';
import type { Tensors } from '../wasm-kernel.js';

/** Up to this many multiplications a product in a batch is left to the published kernel's loops. */
const smallProduct = 16_000;

/** Bytes of A and B that one product Aᵀ·B reads; as much as a first-level cache keeps. */
const cachedBytes = 24_000;

/** One product of two plain float matrices [1, rows, inner] and [1, inner, columns]. */
type Multiply = (a: TensorInfo, b: TensorInfo) => TensorInfo;

/**
 * Matrix products A·B of [.., rows, inner] and [.., inner, columns], either operand optionally stored
 * transposed, over broadcast batches. The published kernel is fast only for one product of two plain
 * float matrices, so here
 *
 * - with A stored transposed, products sum over the rows of both operands, by a kernel of our own;
 * - with B stored transposed, it is transposed first;
 * - a batch times one shared matrix is one product, the batch's rows under each other;
 * - any other batch is computed matrix by matrix, unless the matrices are tiny.
 *
 * Integers, which the published kernel refuses, are multiplied exactly, in plain loops.
 */
export const batchMatMul = replacedKernel<Tensors<'a' | 'b'>, BatchMatMulAttrs>(
  BatchMatMul,
  (args, stock) => {
    const { inputs, attrs, backend } = args;
    const { a, b } = inputs;
    const transposeA = attrs.transposeA ?? false;
    const transposeB = attrs.transposeB ?? false;
    const product = matrixProduct(a, b, transposeA, transposeB);
    const { rows, inner, columns, batchA, batchB, pairs } = product;
    if (a.dtype !== 'float32' || b.dtype !== 'float32') {
      return integers(a, transposeA, b, transposeB, product, backend);
    }
    const multiply: Multiply = (left, right) =>
      stock({
        inputs: { a: left, b: right },
        attrs: { transposeA: false, transposeB: false },
        backend,
      });
    return compose(backend, (k) => {
      if (pairs.length * rows * inner * columns === 0) return k.fill(product.shape, 0);
      const right = transposeB ? k.transpose(withShape(b, [batchB, columns, inner]), [0, 2, 1]) : b;
      if (transposeA) return eachTransposed(k, a, right, product, backend);
      if (pairs.length === 1 || batchB === 1) {
        const tall = withShape(a, [1, rows * batchA, inner]);
        const out = k.own(multiply(tall, withShape(right, [1, inner, columns])));
        return withShape(out, product.shape);
      }
      const simple = batchA === batchB || batchA === 1;
      if (simple && rows * inner * columns <= smallProduct) return k.own(stock(args));
      return eachMatrix(k, a, right, product, multiply, backend);
    });
  },
);

/** Aᵀ·B for every pair of matrices, A stored as [inner, rows]. */
function eachTransposed(
  k: Kernels,
  a: TensorInfo,
  b: TensorInfo,
  { rows, inner, columns, shape, pairs }: MatrixProduct,
  backend: BackendWasm,
): TensorInfo {
  const out = k.fill(shape, 0);
  const addProduct = transposedProduct(backend);
  const [fromA, fromB, to] = [a, b, out].map(({ dataId }) => backend.getMemoryOffset(dataId));
  const block = Math.max(1, Math.floor(cachedBytes / (4 * (rows + columns))));
  pairs.forEach(([i, j], n) => {
    for (let begin = 0; begin < inner; begin += block) {
      addProduct({
        a: fromA + 4 * rows * (i * inner + begin),
        b: fromB + 4 * columns * (j * inner + begin),
        c: to + 4 * n * rows * columns,
        m: rows,
        n: columns,
        outer: 1,
        inner: Math.min(block, inner - begin),
        aOuter: 0,
        aInner: 4 * rows,
        bOuter: 0,
        bInner: 4 * columns,
      });
    }
  });
  return out;
}

function eachMatrix(
  k: Kernels,
  a: TensorInfo,
  b: TensorInfo,
  { rows, inner, columns, shape, pairs }: MatrixProduct,
  multiply: Multiply,
  backend: BackendWasm,
): TensorInfo {
  const out = k.allocate(shape, 'float32');
  pairs.forEach(([i, j], n) => {
    const product = withView(backend, a, i * rows * inner, [1, rows, inner], (x) =>
      withView(backend, b, j * inner * columns, [1, inner, columns], (y) => multiply(x, y)),
    );
    const values = backend.typedArrayFromHeap(product);
    backend.typedArrayFromHeap(out).set(values, n * rows * columns);
    backend.disposeData(product.dataId);
  });
  return out;
}

function integers(
  a: TensorInfo,
  transposeA: boolean,
  b: TensorInfo,
  transposeB: boolean,
  product: MatrixProduct,
  backend: BackendWasm,
): TensorInfo {
  const { rows, inner, columns, shape, pairs } = product;
  const out = backend.makeOutput(shape, 'int32');
  const [valuesA, valuesB, valuesOut] = [a, b, out].map((x) => backend.typedArrayFromHeap(x));
  pairs.forEach(([i, j], n) =>
    multiplyIntegers(
      valuesA.subarray(i * rows * inner, (i + 1) * rows * inner),
      transposeA ? [1, rows] : [inner, 1],
      valuesB.subarray(j * inner * columns, (j + 1) * inner * columns),
      transposeB ? [1, inner] : [columns, 1],
      [rows, inner, columns],
      valuesOut.subarray(n * rows * columns, (n + 1) * rows * columns),
    ),
  );
  return out;
}
