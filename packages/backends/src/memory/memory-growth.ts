import { diffArrays } from 'diff';
import { engine, memory } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { aroundKernels } from '../profile/around-kernels.js';
import { bytesOf } from '../profile/bytes-of.js';

/** What tensors hold when a kernel has run. */
export interface MemoryMoment {
  readonly kernelName: string;
  /** Above what they held before the work. */
  readonly bytes: number;
}

/** How the memory of a piece of work grows with the number of its examples. */
export interface MemoryGrowth {
  /** The most that tensors hold at once, in bytes, above what they held before. */
  peakBytes(examples: number): number;
}

/**
 * Runs `work` on few examples and tells what it takes on many. At each moment of the work there is what does not depend
 * on the examples and what grows in proportion to them, so two sizes tell both; which moment is the fullest
 * depends on the size. Where the work takes more kernels for more examples, as tfjs does in some sums, the moments
 * that both sizes have are told apart from the others by the order of the kernels.
 *
 * Memory that kernels work in and the backend's own store of freed memory are not in it.
 *
 * @param sizes the numbers of examples that the work is run on; by default 2 and 4
 * @example
 * ```ts
 * const growth = measureMemoryGrowth((examples) => tf.tidy(() => trainOn(batchOf(examples))));
 * growth.peakBytes(128);
 * ```
 */
export function measureMemoryGrowth(
  work: (examples: number) => void,
  sizes: readonly [number, number] = [2, 4],
): MemoryGrowth {
  const [few, more] = sizes;
  const [low, high] = sizes.map((size) => traceMemory(() => work(size)));
  const pairs = commonMoments(low, high);
  return {
    peakBytes: (examples) =>
      pairs.reduce(
        (most, [a, b]) => Math.max(most, a + ((b - a) * (examples - few)) / (more - few)),
        0,
      ),
  };
}

/** The bytes of the moments that two runs of the same work have in common. */
function commonMoments(
  low: readonly MemoryMoment[],
  high: readonly MemoryMoment[],
): [low: number, high: number][] {
  const names = (moments: readonly MemoryMoment[]) => moments.map(({ kernelName }) => kernelName);
  const [at, pairs] = [{ low: 0, high: 0 }, [] as [number, number][]];
  for (const { added, removed, count } of diffArrays(names(low), names(high))) {
    for (let i = 0; i < count; i++) {
      if (!added && !removed) pairs.push([low[at.low].bytes, high[at.high].bytes]);
      if (!added) at.low++;
      if (!removed) at.high++;
    }
  }
  return pairs;
}

/** What tensors hold at each kernel of `work` on the current backend, in the order in which they end. */
export function traceMemory(work: () => void): MemoryMoment[] {
  const before = bytesInUse();
  const moments: MemoryMoment[] = [];
  aroundKernels(
    (kernelName, kernel) => (params) => {
      const made = kernel(params);
      const bytes = bytesInUse([made].flat(), Object.values(params.inputs)) - before;
      moments.push({ kernelName, bytes });
      return made;
    },
    work,
  );
  return moments;
}

/**
 * The backend's own count where it keeps one: it knows of precisions that tfjs does not. tfjs counts what a kernel has
 * made only afterwards.
 */
function bytesInUse(
  made: TensorInfo[] = [],
  from: (TensorInfo | TensorInfo[] | undefined)[] = [],
): number {
  const own = engine().backend.memory() as { usedBytes?: number };
  if (own.usedBytes !== undefined) return own.usedBytes;
  const given = new Set(from.flat().map((tensor) => tensor?.dataId));
  const fresh = made.filter(({ dataId }) => !given.has(dataId));
  return fresh.reduce((sum, tensor) => sum + bytesOf(tensor), memory().numBytes);
}
