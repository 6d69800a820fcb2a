import * as tf from '@tensorflow/tfjs-core';
import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import type { BinaryAlgorithm } from '../../engine/enums.js';
import { fallBack } from '../fall-back.js';
import { storageOf } from '../../memory/storage-of.js';
import type { TensorData } from '../../memory/tensor-data.js';
import { mayHaveNaN } from '../reduction/may-have-nan.js';
import { defineKernel, worthwhileSize } from '../kernel.js';
import type { OnednnKernel } from '../kernel.js';
import type { BinaryFunction } from './binary-loop.js';
import { loopBinary } from './binary-loop.js';
import { runBinary } from './binary-native.js';
import { planBroadcast } from './broadcast.js';

interface BinaryKernel {
  readonly kernelName: string;
  readonly f: BinaryFunction;
  /** The library's operation for floats. */
  readonly native?: BinaryAlgorithm;
  /** Whether the library's operation loses NaN, so that it serves only where there is none. */
  readonly losesNaN?: boolean;
  /** dtype of the result; that of the operands by default. */
  readonly result?: DataType;
  /** Operands for which `f` is right; floats and integers by default. */
  readonly operands?: readonly DataType[];
}

const floatOnly: readonly DataType[] = ['float32'];
const numeric: readonly DataType[] = ['float32', 'int32'];
const all: readonly DataType[] = ['float32', 'int32', 'bool'];

const comparison = (
  kernelName: string,
  native: BinaryAlgorithm,
  f: (a: number, b: number) => boolean,
): BinaryKernel => ({
  kernelName,
  f: (a, b) => Number(f(a, b)),
  native,
  losesNaN: true,
  result: 'bool',
  operands: all,
});

const table: readonly BinaryKernel[] = [
  { kernelName: tf.Add, f: (a, b) => a + b, native: 'add' },
  { kernelName: tf.Sub, f: (a, b) => a - b, native: 'sub' },
  { kernelName: tf.Multiply, f: (a, b) => a * b, native: 'mul' },
  { kernelName: tf.RealDiv, f: (a, b) => a / b, native: 'div', operands: floatOnly },
  { kernelName: tf.Maximum, f: (a, b) => Math.max(a, b), native: 'max', losesNaN: true },
  { kernelName: tf.Minimum, f: (a, b) => Math.min(a, b), native: 'min', losesNaN: true },
  { kernelName: tf.SquaredDifference, f: (a, b) => (a - b) * (a - b) },
  { kernelName: tf.Pow, f: (a, b) => Math.pow(a, b), operands: floatOnly },
  comparison(tf.Equal, 'equal', (a, b) => a === b),
  comparison(tf.NotEqual, 'notEqual', (a, b) => a !== b),
  comparison(tf.Greater, 'greater', (a, b) => a > b),
  comparison(tf.GreaterEqual, 'greaterEqual', (a, b) => a >= b),
  comparison(tf.Less, 'less', (a, b) => a < b),
  comparison(tf.LessEqual, 'lessEqual', (a, b) => a <= b),
  {
    kernelName: tf.LogicalAnd,
    f: (a, b) => Number(a !== 0 && b !== 0),
    result: 'bool',
    operands: all,
  },
  {
    kernelName: tf.LogicalOr,
    f: (a, b) => Number(a !== 0 || b !== 0),
    result: 'bool',
    operands: all,
  },
];

/** Arithmetic and comparisons of two tensors, broadcast. */
export const binaryKernels: readonly OnednnKernel[] = table.map((kernel) =>
  defineKernel<{ a: TensorInfo; b: TensorInfo }>(kernel.kernelName, (call) => {
    const { inputs, backend } = call;
    const { a, b } = inputs;
    const { f, native, losesNaN, result = a.dtype, operands = numeric } = kernel;
    if (!operands.includes(a.dtype) || a.dtype !== b.dtype)
      return fallBack(kernel.kernelName, call);
    const plan = planBroadcast(a.shape, b.shape);
    const y = backend.output(plan.shape, result);
    const [x1, x2] = [backend.dataOf(a), backend.dataOf(b)];
    const mayBeLost = (x: TensorData) => mayHaveNaN(backend.onednn, x);
    const worthwhile = a.dtype === 'float32' && y.data.size >= worthwhileSize;
    if (native !== undefined && worthwhile && !(losesNaN && [x1, x2].some(mayBeLost))) {
      const addresses = [x1.address, x2.address, y.data.address] as const;
      if (runBinary(backend.onednn, native, plan, addresses, { result: storageOf(result) }))
        return y;
    }
    loopBinary(plan, x1.numbers, x2.numbers, y.data.numbers, f);
    return y;
  }),
);
