import { Ceil, Floor, IsNan, Sign } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend } from '../../backend.js';
import type { BinaryAlgorithm } from '../../engine/enums.js';
import type { MemoryRange } from '../../memory/memory-range.js';
import { fallBack } from '../fall-back.js';
import { defineKernel, worthwhileSize } from '../kernel.js';
import type { OnednnKernel } from '../kernel.js';
import { runBinary } from './binary-native.js';
import { planBroadcast } from './broadcast.js';
import { mapFloats } from './element-function.js';
import { eltwise } from './eltwise.js';
import { toBits } from './to-bits.js';

/** Runs a function of two arrays of `size` floats, or of one and a number. */
function run(
  { onednn }: OnednnBackend,
  algorithm: BinaryAlgorithm,
  size: number,
  ranges: readonly [MemoryRange, MemoryRange, MemoryRange],
  other: number[] = [size],
): void {
  const done = runBinary(onednn, algorithm, planBroadcast([size], other), ranges);
  if (!done) throw new Error(`oneDNN has no compiled '${algorithm}' of ${size} floats.`);
}

/** A function of a float tensor by steps: x and y are given, and memory for as many floats. */
function inSteps(
  kernelName: string,
  f: (x: number) => number,
  steps: (
    backend: OnednnBackend,
    size: number,
    at: Record<'x' | 'y' | 'spare', MemoryRange>,
  ) => void,
): OnednnKernel {
  return defineKernel<{ x: TensorInfo }>(kernelName, (call) => {
    const { inputs, backend } = call;
    const { x } = inputs;
    if (x.dtype !== 'float32') return fallBack(kernelName, call);
    const source = backend.dataOf(x);
    const { size } = source;
    if (size < worthwhileSize) return mapFloats(backend, x, f);
    const y = backend.output(x.shape);
    backend.onednn.pool.lend(4 * size, (spare) => {
      steps(backend, size, { x: source.range, y: y.data.range, spare });
    });
    return y;
  });
}

/** From the nearest whole number, one back where that is on the wrong side. */
const fromNearest =
  (wrong: BinaryAlgorithm, back: BinaryAlgorithm) =>
  (
    backend: OnednnBackend,
    size: number,
    { x, y, spare }: Record<'x' | 'y' | 'spare', MemoryRange>,
  ) => {
    eltwise(backend.onednn, size, { algorithm: 'round' }).run(x, y);
    run(backend, wrong, size, [y, x, spare]);
    run(backend, back, size, [y, spare, y]);
  };

/** Floor, ceil and sign, of which the library has none. */
export const roundingKernels: readonly OnednnKernel[] = [
  inSteps(Floor, Math.floor, fromNearest('greater', 'sub')),
  inSteps(Ceil, Math.ceil, fromNearest('less', 'add')),
  inSteps(
    Sign,
    (x) => (x < 0 ? -1 : x > 0 ? 1 : 0),
    (backend, size, { x, y, spare }) => {
      const zero = backend.output([]);
      zero.data.numbers[0] = 0;
      // `less` is false of NaN, `greater` is not
      eltwise(backend.onednn, size, { algorithm: 'linear', alpha: -1 }).run(x, spare);
      run(backend, 'less', size, [spare, zero.data.range, y], []);
      run(backend, 'less', size, [x, zero.data.range, spare], []);
      run(backend, 'sub', size, [y, spare, y]);
      backend.disposeIntermediateTensorInfo(zero);
    },
  ),
];

/** Where a float is not equal to itself. */
export const isNaN = defineKernel<{ x: TensorInfo }>(IsNan, (call) => {
  const { inputs, backend } = call;
  const { x } = inputs;
  const { size } = backend.dataOf(x);
  if (x.dtype !== 'float32' || size < worthwhileSize) return fallBack(IsNan, call);
  const { range } = backend.dataOf(x);
  const y = backend.output(x.shape);
  run(backend, 'notEqual', size, [range, range, y.data.range]);
  return toBits(backend, y);
});
