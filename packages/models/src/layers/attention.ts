import { serialization, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { attention } from '@gnp/ops';
import { resolveCall } from './call-arguments.js';
import type { CallArguments } from './call-arguments.js';

/** Options of {@link Attention}. */
export interface AttentionLayerOptions extends NonNullable<
  ConstructorParameters<typeof layers.Layer>[0]
> {
  /** Number of heads; divides the channels. */
  heads: number;
  /** Share of the attention probabilities dropped in training. Default 0. */
  dropout?: number;
}

/**
 * Multi-head scaled dot-product attention of three inputs [B, T, D]: queries, keys and values. It has
 * no weights; linear maps stand before and after it. Masks follow from the call's `seed`.
 */
export class Attention extends layers.Layer {
  static readonly className = 'GnpAttention';
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
      throw new Error('Attention takes three inputs: queries, keys and values.');
    }
    const [q, k, v] = inputs as Tensor3D[];
    const { training, seedOf } = resolveCall(args);
    const rate = training ? this.#dropout : 0;
    return tidy(() => {
      if (rate === 0) return attention(q, k, v, { heads: this.#heads });
      const seed = seedOf(this.name);
      return attention(q, k, v, { heads: this.#heads, dropout: { rate, seed } });
    });
  }

  /** The output has the shape of the queries. */
  override computeOutputShape(inputShape: (number | null)[][]): (number | null)[] {
    return inputShape[0];
  }

  /** Multiply-adds for one image: scores, and values times probabilities. */
  multiplications([[, length, channels]]: readonly (number | null)[][]): number {
    return 2 * (length ?? 1) ** 2 * (channels ?? 1);
  }

  /** The options, for saving. */
  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), heads: this.#heads, dropout: this.#dropout };
  }
}
serialization.registerClass(Attention);
