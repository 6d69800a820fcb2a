import { util } from '@tensorflow/tfjs-core';
import type { Onednn } from '../engine/onednn.js';
import { strided } from '../portable/array.js';
import type { Storage } from '../portable/storage.js';
import { matmulPrimitive } from './matmul.js';
import type { MatmulPrimitive } from './matmul.js';

/** The matrix products of attention and its gradient. */
export interface AttentionProducts {
  /** q kᵀ / √d */
  readonly scores: MatmulPrimitive;
  /** p v */
  readonly values: MatmulPrimitive;
  /** pᵀ dy */
  readonly toValues: MatmulPrimitive;
  /** dy vᵀ */
  readonly toProbabilities: MatmulPrimitive;
  /** ds k / √d */
  readonly toQueries: MatmulPrimitive;
  /** dsᵀ q / √d */
  readonly toKeys: MatmulPrimitive;
}

/**
 * The products for q, k and v of `shape` [B, T, D]. All heads of all images are one batch, and heads
 * are told apart by strides: nothing is copied.
 */
export function attentionProducts(
  onednn: Onednn,
  shape: readonly number[],
  heads: number,
  storage: Storage,
): AttentionProducts {
  const [batch, length, channels] = shape;
  util.assert(
    shape.length === 3 && channels % heads === 0,
    () => `Attention with ${heads} heads needs [B, T, D] with a multiple of them, not [${shape}].`,
  );
  const size = channels / heads;
  const image = length * channels;
  const array = (rows: number, columns: number, strides: number[]) =>
    strided([batch, heads, rows, columns], storage, strides);
  const tokens = array(length, size, [image, size, channels, 1]);
  const tokensT = array(size, length, [image, size, 1, channels]);
  const square = length * length;
  const scores = array(length, length, [heads * square, square, length, 1]);
  const scoresT = array(length, length, [heads * square, square, 1, length]);
  const scale = 1 / Math.sqrt(size);
  return {
    get scores() {
      return matmulPrimitive(onednn, { a: tokens, b: tokensT, c: scores }, scale);
    },
    get values() {
      return matmulPrimitive(onednn, { a: scores, b: tokens, c: tokens });
    },
    get toValues() {
      return matmulPrimitive(onednn, { a: scoresT, b: tokens, c: tokens });
    },
    get toProbabilities() {
      return matmulPrimitive(onednn, { a: tokens, b: tokensT, c: scores });
    },
    get toQueries() {
      return matmulPrimitive(onednn, { a: scores, b: tokens, c: tokens }, scale);
    },
    get toKeys() {
      return matmulPrimitive(onednn, { a: scoresT, b: tokens, c: tokens }, scale);
    },
  };
}
