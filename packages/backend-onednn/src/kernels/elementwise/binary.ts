import * as tf from '@tensorflow/tfjs-core';
import { util } from '@tensorflow/tfjs-core';
import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend, Output } from '../../backend.js';
import type { BinaryAlgorithm } from '../../engine/enums.js';
import { fallBack } from '../../kernel-support/fall-back.js';
import { defineKernel, worthwhileSize } from '../../kernel-support/kernel.js';
import type { OnednnKernel } from '../../kernel-support/kernel.js';
import type { TensorData } from '../../memory/tensor-data.js';
import { loopBinary } from '../../portable/binary-loop.js';
import type { BinaryFunction } from '../../portable/binary-loop.js';
import { planBroadcast } from '../../portable/broadcast.js';
import type { Broadcast } from '../../portable/broadcast.js';
import { Storage, commonStorage } from '../../portable/storage.js';
import { eltwise } from '../../primitives/eltwise.js';
import { mayHaveNaN } from '../../primitives/may-have-nan.js';
import { runExpanded } from '../../primitives/run-expanded.js';
import { toBits } from '../../primitives/to-bits.js';

interface BinaryKernel {
  readonly kernelName: string;
  readonly f: BinaryFunction;
  /** The library's operation for floats. */
  readonly native?: BinaryAlgorithm;
  /** Whether the library's operation loses NaN, so that it serves only where there is none. */
  readonly losesNaN?: boolean;
  /** Set where the result of the library's operation is squared. */
  readonly squares?: boolean;
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
  {
    kernelName: tf.SquaredDifference,
    f: (a, b) => (a - b) * (a - b),
    native: 'sub',
    squares: true,
  },
  { kernelName: tf.Pow, f: (a, b) => Math.pow(a, b), operands: floatOnly },
  comparison(tf.Equal, 'equal', (a, b) => a === b),
  comparison(tf.NotEqual, 'notEqual', (a, b) => a !== b),
  comparison(tf.Greater, 'greater', (a, b) => a > b),
  comparison(tf.GreaterEqual, 'greaterEqual', (a, b) => a >= b),
  comparison(tf.Less, 'less', (a, b) => a < b),
  comparison(tf.LessEqual, 'lessEqual', (a, b) => a <= b),
];

/** Arithmetic and comparisons of two tensors, broadcast. */
export const binaryKernels: readonly OnednnKernel[] = table.map((kernel) =>
  defineKernel<{ a: TensorInfo; b: TensorInfo }>(kernel.kernelName, (call) => {
    const { inputs, backend } = call;
    const { a, b } = inputs;
    const { f, native, losesNaN, squares, result = a.dtype, operands = numeric } = kernel;
    if (!operands.includes(a.dtype) || a.dtype !== b.dtype)
      return fallBack(kernel.kernelName, call);
    const plan = planBroadcast(a.shape, b.shape);
    const [x1, x2] = [backend.dataOf(a), backend.dataOf(b)];
    const mayBeLost = (x: TensorData) => mayHaveNaN(backend.onednn, x);
    const worthwhile = a.dtype === 'float32' && util.sizeFromShape(plan.shape) >= worthwhileSize;
    if (native !== undefined && worthwhile && !(losesNaN && [x1, x2].some(mayBeLost))) {
      const y = runNative(backend, native, plan, [x1, x2], squares ? Storage.f32 : undefined);
      if (y && squares) square(backend, y.data);
      if (y) return result === 'bool' ? toBits(backend, y) : y;
    }
    const y = backend.output(plan.shape, result);
    loopBinary(plan, x1.numbers, x2.numbers, y.data.numbers, f);
    return y;
  }),
);

/** Computed in bf16 where all operands are bf16, but those that repeat, which are small, may be f32. */
function runNative(
  backend: OnednnBackend,
  algorithm: BinaryAlgorithm,
  plan: Broadcast,
  operands: readonly [TensorData, TensorData],
  storage?: Storage,
): Output | undefined {
  const repeats = [plan.aStrides, plan.bStrides].map((strides) => strides.includes(0));
  const common = storage ?? commonStorage(...operands.filter((_, i) => !repeats[i]));
  const [a, b] = repeats.map((repeated) => (repeated ? Storage.f32 : common));
  const y = backend.output(plan.shape, 'float32', common);
  const places = { a: operands[0], b: operands[1], out: y.data };
  const storages = { a, b, result: common };
  if (runExpanded(backend.onednn, algorithm, plan, places, storages)) return y;
  backend.disposeIntermediateTensorInfo(y);
  return undefined;
}

function square({ onednn }: OnednnBackend, x: TensorData): void {
  eltwise(onednn, x.size, { algorithm: 'square' }).run({ source: x, destination: x });
}
