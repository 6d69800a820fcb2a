import { matMul, mul, serialization, softmax, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { dropProbabilities } from './attention-dropout.js';
import type { AttentionLayerOptions } from './attention.js';
import type { CallArguments } from './call-arguments.js';
import { checkHeads, joinHeads, splitHeads } from './heads.js';

/**
 * Multi-head attention of few queries to many tokens: [queries [B, Q, D], keys [B, T, D],
 * values [B, T, D]] to [B, Q, D], softmax(q kᵀ / √d) v for each head. In CaiT the class token is the
 * only query. It has no weights; linear maps stand before and after it.
 *
 * Touvron et al., "Going deeper with Image Transformers", ICCV 2021, arXiv 2103.17239.
 */
export class ClassAttention extends layers.Layer {
  static readonly className = 'GnpClassAttention';
  readonly #heads: number;
  readonly #dropout: number;

  /** See {@link AttentionLayerOptions}. */
  constructor(options: AttentionLayerOptions) {
    super(options);
    this.#heads = options.heads;
    this.#dropout = options.dropout ?? 0;
  }

  /** Takes [queries, keys, values]. */
  override call(inputs: Tensor | Tensor[], args: CallArguments = {}): Tensor {
    if (!Array.isArray(inputs) || inputs.length !== 3) {
      throw new Error('ClassAttention takes three inputs: queries, keys and values.');
    }
    return tidy(() => {
      const size = checkHeads(inputs[0].shape[2], this.#heads) / this.#heads;
      const [q, k, v] = inputs.map((x) => splitHeads(x, this.#heads));
      const scores = matMul(mul(q, 1 / Math.sqrt(size)), k, false, true);
      const probabilities = dropProbabilities(softmax(scores), this.#dropout, args, this.name);
      return joinHeads(matMul(probabilities, v));
    });
  }

  /** The output has the shape of the queries. */
  override computeOutputShape(inputShape: (number | null)[][]): (number | null)[] {
    return inputShape[0];
  }

  /** Multiply-adds for one image: scores, and values times probabilities. */
  multiplications([queries, keys]: readonly (number | null)[][]): number {
    return 2 * (queries[1] ?? 1) * (keys[1] ?? 1) * (queries[2] ?? 1);
  }

  /** The options, for saving. */
  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), heads: this.#heads, dropout: this.#dropout };
  }
}
serialization.registerClass(ClassAttention);
