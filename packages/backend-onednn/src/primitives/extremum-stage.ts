import type { BinaryAlgorithm } from '../engine/enums.js';
import type { Onednn } from '../engine/onednn.js';
import { worthwhileSize } from '../kernel-support/kernel.js';
import { rangeFrom } from '../memory/memory-range.js';
import type { MemoryRange } from '../memory/memory-range.js';
import type { TensorData } from '../memory/tensor-data.js';
import { rowMajor } from '../portable/array.js';
import type { Numbers } from '../portable/binary-loop.js';
import type { Stage } from '../portable/reduction.js';
import { Storage } from '../portable/storage.js';
import { runOnFloats } from './run-binary.js';
import { stridedCopy } from './strided-copy.js';

/** What is left when halves are no longer worth a call, [count, outer · inner]. */
type Finish = (rest: Numbers, count: number) => void;

/**
 * The largest or smallest of floats without NaN: half of them against the other half, again and again,
 * since the library's own reductions are reference code.
 */
export function extremumStage(
  onednn: Onednn,
  algorithm: Extract<BinaryAlgorithm, 'max' | 'min'>,
  { outer, count, inner }: Stage,
  data: TensorData,
  finish: Finish,
): void {
  const width = outer * inner;
  const halve = (source: MemoryRange, rest: () => Numbers, left: number): void => {
    // the halves of an odd number share one, which does no harm
    const half = Math.ceil(left / 2);
    const size = half * width;
    if (left === 1 || size < worthwhileSize) return finish(rest(), left);
    onednn.pool.lend(4 * size, (target) => {
      const other = rangeFrom(source, 4 * (left - half) * width);
      runOnFloats(onednn, algorithm, size, { a: source, b: other, out: target });
      halve(target, () => target.floats(size), half);
    });
  };
  if (outer === 1) return halve(data.range, () => data.numbers, count);
  onednn.pool.lend(4 * count * width, (turned) => {
    stridedCopy(onednn, {
      ...{ dims: [count, outer, inner], storage: Storage.f32 },
      from: { place: data, strides: [inner, count * inner, 1] },
      to: { place: turned, strides: rowMajor([count, outer, inner]) },
    });
    halve(turned, () => turned.floats(count * width), count);
  });
}
