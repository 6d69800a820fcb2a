import * as tf from '@tensorflow/tfjs-core';
import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import { Binary } from '../../engine/constants.js';
import { fallBack } from '../fall-back.js';
import { defineKernel, worthwhileSize } from '../kernel.js';
import type { OnednnKernel } from '../kernel.js';
import type { BinaryFunction } from './binary-loop.js';
import { loopBinary } from './binary-loop.js';
import { runBinary } from './binary-native.js';
import { planBroadcast } from './broadcast.js';

interface BinaryKernel {
  readonly kernelName: string;
  readonly f: BinaryFunction;
  /** The library's operation for floats, where it agrees with `f` on NaN too. */
  readonly native?: number;
  /** dtype of the result; that of the operands by default. */
  readonly result?: DataType;
  /** Operands for which `f` is right; floats and integers by default. */
  readonly operands?: readonly DataType[];
}

const floatOnly: readonly DataType[] = ['float32'];
const numeric: readonly DataType[] = ['float32', 'int32'];
const all: readonly DataType[] = ['float32', 'int32', 'bool'];

const comparison = (kernelName: string, f: (a: number, b: number) => boolean): BinaryKernel => ({
  kernelName,
  f: (a, b) => Number(f(a, b)),
  result: 'bool',
  operands: all,
});

const table: readonly BinaryKernel[] = [
  { kernelName: tf.Add, f: (a, b) => a + b, native: Binary.add },
  { kernelName: tf.Sub, f: (a, b) => a - b, native: Binary.sub },
  { kernelName: tf.Multiply, f: (a, b) => a * b, native: Binary.mul },
  { kernelName: tf.RealDiv, f: (a, b) => a / b, native: Binary.div, operands: floatOnly },
  { kernelName: tf.Maximum, f: (a, b) => Math.max(a, b) },
  { kernelName: tf.Minimum, f: (a, b) => Math.min(a, b) },
  { kernelName: tf.SquaredDifference, f: (a, b) => (a - b) * (a - b) },
  { kernelName: tf.Pow, f: (a, b) => Math.pow(a, b), operands: floatOnly },
  comparison(tf.Equal, (a, b) => a === b),
  comparison(tf.NotEqual, (a, b) => a !== b),
  comparison(tf.Greater, (a, b) => a > b),
  comparison(tf.GreaterEqual, (a, b) => a >= b),
  comparison(tf.Less, (a, b) => a < b),
  comparison(tf.LessEqual, (a, b) => a <= b),
  comparison(tf.LogicalAnd, (a, b) => a !== 0 && b !== 0),
  comparison(tf.LogicalOr, (a, b) => a !== 0 || b !== 0),
];

/** Arithmetic and comparisons of two tensors, broadcast. */
export const binaryKernels: readonly OnednnKernel[] = table.map((kernel) =>
  defineKernel<{ a: TensorInfo; b: TensorInfo }>(kernel.kernelName, (call) => {
    const { inputs, backend } = call;
    const { a, b } = inputs;
    const { f, native, result, operands = numeric } = kernel;
    if (!operands.includes(a.dtype) || a.dtype !== b.dtype)
      return fallBack(kernel.kernelName, call);
    const plan = planBroadcast(a.shape, b.shape);
    const y = backend.output(plan.shape, result ?? a.dtype);
    const [x1, x2] = [backend.dataOf(a), backend.dataOf(b)];
    if (native !== undefined && a.dtype === 'float32' && y.data.size >= worthwhileSize) {
      if (runBinary(backend.onednn, native, plan, x1.address, x2.address, y.data.address)) return y;
    }
    loopBinary(plan, x1.numbers, x2.numbers, y.data.numbers, f);
    return y;
  }),
);
