import { util } from '@tensorflow/tfjs-core';
import { strided } from '../engine/descriptor.js';
import type { ArrayDescriptor } from '../engine/descriptor.js';
import type { Onednn } from '../engine/onednn.js';
import type { PostOperation } from '../engine/post-operations.js';
import { Primitive } from '../engine/primitive.js';
import type { Takes } from '../engine/primitive.js';
import type { Storage } from '../engine/storage.js';

type Product = Primitive<Takes<'source' | 'weights' | 'destination'>>;

/** The matrix products of attention and its gradient. */
export interface AttentionProducts {
  /** q kᵀ / √d */
  readonly scores: Product;
  /** p v */
  readonly values: Product;
  /** pᵀ dy */
  readonly toValues: Product;
  /** dy vᵀ */
  readonly toProbabilities: Product;
  /** ds k / √d */
  readonly toQueries: Product;
  /** dsᵀ q / √d */
  readonly toKeys: Product;
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
  const scaled: PostOperation[] = [{ eltwise: 'linear', alpha: 1 / Math.sqrt(size) }];
  const product = (
    a: ArrayDescriptor,
    b: ArrayDescriptor,
    c: ArrayDescriptor,
    after: PostOperation[] = [],
  ) => {
    const key = `attention|${a.key}|${b.key}|${c.key}|${after.length}`;
    return onednn.primitives.get(key, (keep) => {
      const descriptor = onednn.operations.matmul({ a, b, c }, after);
      return keep(new Primitive(onednn, descriptor, { source: a, weights: b, destination: c }));
    });
  };
  return {
    get scores() {
      return product(tokens, tokensT, scores, scaled);
    },
    get values() {
      return product(scores, tokens, tokens);
    },
    get toValues() {
      return product(scoresT, tokens, tokens);
    },
    get toProbabilities() {
      return product(tokens, tokensT, scores);
    },
    get toQueries() {
      return product(scores, tokens, tokens, scaled);
    },
    get toKeys() {
      return product(scoresT, tokens, tokens, scaled);
    },
  };
}
