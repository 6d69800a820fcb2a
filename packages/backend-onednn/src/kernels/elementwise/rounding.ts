import { Ceil, Floor, IsNan, Sign } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend } from '../../backend.js';
import type { BinaryAlgorithm } from '../../engine/enums.js';
import { fallBack } from '../../kernel-support/fall-back.js';
import { defineKernel, worthwhileSize } from '../../kernel-support/kernel.js';
import type { OnednnKernel } from '../../kernel-support/kernel.js';
import type { Place } from '../../memory/memory-range.js';
import { mapFloats } from '../../primitives/element-function.js';
import { eltwise } from '../../primitives/eltwise.js';
import { runOnFloats } from '../../primitives/run-binary.js';
import { toBits } from '../../primitives/to-bits.js';

/** Where a function by steps finds its argument and puts its result, and memory for as many floats. */
type StepPlaces = Record<'x' | 'y' | 'spare', Place>;

function inSteps(
  kernelName: string,
  f: (x: number) => number,
  steps: (backend: OnednnBackend, size: number, places: StepPlaces) => void,
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
      steps(backend, size, { x: source, y: y.data, spare });
    });
    return y;
  });
}

/** From the nearest whole number, one back where that is on the wrong side. */
const fromNearest =
  (wrong: BinaryAlgorithm, back: BinaryAlgorithm) =>
  ({ onednn }: OnednnBackend, size: number, { x, y, spare }: StepPlaces) => {
    eltwise(onednn, size, { algorithm: 'round' }).run({ source: x, destination: y });
    runOnFloats(onednn, wrong, size, { a: y, b: x, out: spare });
    runOnFloats(onednn, back, size, { a: y, b: spare, out: y });
  };

/** Floor, ceil and sign, of which the library has none. */
export const roundingKernels: readonly OnednnKernel[] = [
  inSteps(Floor, Math.floor, fromNearest('greater', 'sub')),
  inSteps(Ceil, Math.ceil, fromNearest('less', 'add')),
  inSteps(
    Sign,
    (x) => (x < 0 ? -1 : x > 0 ? 1 : 0),
    (backend, size, { x, y, spare }) => {
      const { onednn } = backend;
      const zero = backend.scalar(0);
      const isNegative = (a: Place, out: Place) =>
        runOnFloats(onednn, 'less', size, { a, b: zero.data, out }, { repeatsB: true });
      // `less` is false of NaN, `greater` is not
      const negation = eltwise(onednn, size, { algorithm: 'linear', alpha: -1 });
      negation.run({ source: x, destination: spare });
      isNegative(spare, y);
      isNegative(x, spare);
      runOnFloats(onednn, 'sub', size, { a: y, b: spare, out: y });
      backend.disposeIntermediateTensorInfo(zero);
    },
  ),
];

/** Where a float is not equal to itself. */
export const isNaN = defineKernel<{ x: TensorInfo }>(IsNan, (call) => {
  const { inputs, backend } = call;
  const { x } = inputs;
  const source = backend.dataOf(x);
  const { size } = source;
  if (x.dtype !== 'float32' || size < worthwhileSize) return fallBack(IsNan, call);
  const y = backend.output(x.shape);
  runOnFloats(backend.onednn, 'notEqual', size, { a: source, b: source, out: y.data });
  return toBits(backend, y);
});
