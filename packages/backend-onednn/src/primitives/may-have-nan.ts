import type { Onednn } from '../engine/onednn.js';
import type { TensorData } from '../memory/tensor-data.js';
import { sumAll } from '../portable/reduction-loop.js';
import { pieceOf, sumStage } from './sum-stage.js';

/** Below this many elements one loop is quicker than the library's pieces. */
const largeSize = 1 << 14;

/**
 * Whether some element of a float tensor may be NaN: a sum is far cheaper than a test of each, and
 * NaN shows in it, as do infinities of both signs.
 */
export const mayHaveNaN = (onednn: Onednn, data: TensorData): boolean =>
  Number.isNaN(sumOf(onednn, data));

/** The sum of a float tensor; not finite where an element is not. */
export function sumOf(onednn: Onednn, data: TensorData): number {
  const { size } = data;
  const piece = size >= largeSize ? pieceOf(size) : 1;
  if (piece === 1) return sumAll(data.numbers);
  const pieces = size / piece;
  const stage = { outer: pieces, count: piece, inner: 1 };
  return onednn.pool.lend(4 * pieces, (partial) => {
    sumStage(onednn, stage, data, partial, data.storage);
    return sumAll(partial.floats(pieces));
  });
}
