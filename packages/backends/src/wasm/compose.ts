import { getKernel } from '@tensorflow/tfjs-core';
import type { DataType, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** Kernels by the names that a formula uses; each call makes a temporary. */
export interface Kernels {
  /** Runs any registered kernel. */
  run(kernelName: string, inputs: NamedTensorInfoMap, attrs?: object): TensorInfo;
  /** The same values with the axes in the order `perm`; free where that changes nothing. */
  transpose(x: TensorInfo, perm: readonly number[]): TensorInfo;
  /** Zeros around `x`: one `[before, after]` per axis. */
  pad(x: TensorInfo, paddings: readonly (readonly [number, number])[]): TensorInfo;
  slice(x: TensorInfo, begin: readonly number[], size: readonly number[]): TensorInfo;
  multiply(a: TensorInfo, b: TensorInfo): TensorInfo;
  sum(x: TensorInfo, axis: readonly number[]): TensorInfo;
  /** `a · b` over the last two axes. */
  matMul(a: TensorInfo, b: TensorInfo, transposeA?: boolean, transposeB?: boolean): TensorInfo;
  /** A tensor filled with one value. */
  fill(shape: readonly number[], value: number): TensorInfo;
  /** Takes charge of a tensor made elsewhere. */
  own(x: TensorInfo): TensorInfo;
  /** New memory, not initialised. */
  allocate(shape: readonly number[], dtype: DataType): TensorInfo;
}

/** The same memory under another shape of the same size. */
export function withShape(x: TensorInfo, shape: readonly number[]): TensorInfo {
  return { dataId: x.dataId, shape: [...shape], dtype: x.dtype };
}

/**
 * Computes a kernel's result by calling other kernels: `formula` returns the result, and every other
 * tensor it made is disposed of, also when it throws. It runs below the engine, so there is no tape
 * and no tidy.
 */
export function compose(
  backend: BackendWasm,
  formula: (kernels: Kernels) => TensorInfo,
): TensorInfo {
  const made: TensorInfo[] = [];
  const track = (x: TensorInfo): TensorInfo => {
    made.push(x);
    return x;
  };
  const run: Kernels['run'] = (kernelName, inputs, attrs = {}) => {
    const kernel = getKernel(kernelName, 'wasm');
    if (!kernel) throw new Error(`The wasm backend has no kernel '${kernelName}'.`);
    return track(kernel.kernelFunc({ inputs, backend, attrs: { ...attrs } }) as TensorInfo);
  };
  let result: TensorInfo | undefined;
  try {
    result = formula({
      run,
      transpose: (x, perm) =>
        perm.every((axis, i) => axis === i) ? x : run('Transpose', { x }, { perm }),
      pad: (x, paddings) => run('PadV2', { x }, { paddings, constantValue: 0 }),
      slice: (x, begin, size) => run('Slice', { x }, { begin, size }),
      multiply: (a, b) => run('Multiply', { a, b }),
      sum: (x, axis) => run('Sum', { x }, { axis, keepDims: false }),
      matMul: (a, b, transposeA = false, transposeB = false) =>
        run('BatchMatMul', { a, b }, { transposeA, transposeB }),
      fill: (shape, value) => run('Fill', {}, { shape, value, dtype: 'float32' }),
      own: track,
      allocate: (shape, dtype) => track(backend.makeOutput([...shape], dtype)),
    });
    // a fresh description: an input may be a tensor of the engine's, to be disposed of on its own
    return withShape(result, result.shape);
  } finally {
    const kept = made.findIndex((x) => x.dataId === result?.dataId);
    if (result && kept < 0) backend.incRef(result.dataId);
    made.forEach((x, i) => i !== kept && backend.disposeData(x.dataId));
  }
}
